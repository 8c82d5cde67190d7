package io.labnet.gateway.wiring;

import io.labnet.gateway.admin.Counts;
import io.labnet.gateway.admin.ProblemWriter;
import io.labnet.gateway.admin.Refusal;
import io.labnet.gateway.key.AdminKey;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Who may come in: anybody to the dashboard's page, the holder of the key to everything else. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
    private static final String ADMIN = "ADMIN";
    private static final String[] OPEN = {
        "/", "/*.html", "/*.css", "/*.js", "/*.svg", "/favicon.ico", "/actuator/health/**"
    };

    /** Everything from here, nothing inline, in nobody's frame. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    @Bean
    Refusal refusal(ProblemWriter problems, Counts counts) {
        return new Refusal(problems, counts);
    }

    @Bean
    SecurityFilterChain frontDoor(HttpSecurity http, AdminKey key, Refusal refusal) {
        http.authorizeHttpRequests(requests ->
                        requests
                                // Answers that began with the key may go on without.
                                .dispatcherTypeMatchers(
                                        DispatcherType.ASYNC,
                                        DispatcherType.ERROR,
                                        DispatcherType.FORWARD)
                                .permitAll()
                                .requestMatchers(HttpMethod.GET, OPEN)
                                .permitAll()
                                // Whatever may be got may be asked about (RFC 9110 section 9.3.2).
                                .requestMatchers(HttpMethod.HEAD, OPEN)
                                .permitAll()
                                .anyRequest()
                                .hasRole(ADMIN))
                .oauth2ResourceServer(server ->
                        server.opaqueToken(token -> token.introspector(t -> holder(key, t)))
                                .authenticationEntryPoint(refusal)
                                .accessDeniedHandler(refusal))
                .exceptionHandling(denied ->
                        denied.authenticationEntryPoint(refusal).accessDeniedHandler(refusal))
                // No cookie and no session carries the key, so no other site can make a browser
                // send it: there is nothing to forge (OWASP: CSRF needs ambient authority).
                .csrf(csrf -> csrf.disable())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .headers(SecurityConfiguration::headers);
        return http.build();
    }

    // Spring Security turns away what could mean two paths to two readers, such as /api//dns.
    @Bean
    RequestRejectedHandler improperPaths(ProblemWriter problems) {
        return (request, response, rejected) ->
                problems.write(
                        response,
                        HttpStatus.BAD_REQUEST,
                        "improper-request",
                        "The path, or a field of the head, is not written in the plain way.");
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER));
    }

    private static OAuth2AuthenticatedPrincipal holder(AdminKey key, String token) {
        if (!key.matches(token)) {
            throw new BadOpaqueTokenException("This is not the lab's admin key");
        }
        List<GrantedAuthority> authorities = List.of(new SimpleGrantedAuthority("ROLE_" + ADMIN));
        return new DefaultOAuth2AuthenticatedPrincipal(
                "admin", Map.of("sub", "admin"), authorities);
    }

    // Before security's own filter, so that it also counts those who are turned away.
    @Bean
    FilterRegistrationBean<Filter> requestCount(Counts counts) {
        Filter filter =
                (request, response, chain) -> {
                    if (request instanceof HttpServletRequest http
                            && http.getRequestURI().startsWith("/api/")) {
                        counts.requests().increment();
                    }
                    chain.doFilter(request, response);
                };
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }
}
