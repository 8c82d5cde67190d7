package io.labnet.admin;

import io.labnet.network.Network;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns away whoever has no business at an admin API, which has no authentication of its own: the
 * students of a lab share a network with its services.
 *
 * <p>Health is told to everybody, for the sake of whoever orchestrates.
 */
final class AdminClients extends OncePerRequestFilter {
    private final JsonMapper json;
    private final List<Network> allowed;

    AdminClients(List<String> networks, JsonMapper json) {
        this.json = json;
        this.allowed = networks.stream().map(Network::parse).toList();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/actuator/health");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var client = InetAddress.ofLiteral(request.getRemoteAddr());
        if (allowed.stream().anyMatch(network -> network.contains(client))) {
            chain.doFilter(request, response);
            return;
        }
        var problem =
                ApiProblem.body(
                        HttpStatus.FORBIDDEN,
                        "forbidden",
                        "The admin API answers the gateway: ask it there.",
                        List.of());
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}
