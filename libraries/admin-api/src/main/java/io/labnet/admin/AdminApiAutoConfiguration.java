package io.labnet.admin;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** What every service's admin API has: bounded requests, problems, counters, live streams. */
@AutoConfiguration
@EnableConfigurationProperties({LabSettings.class, AdminSettings.class})
@Import({BoundedBodies.class, CountersController.class, ProblemAdvice.class})
public class AdminApiAutoConfiguration {
    @Bean
    EventStream eventStream() {
        return new EventStream();
    }

    @Bean
    AdminClients adminClients(AdminSettings settings, JsonMapper json) {
        return new AdminClients(settings.clients(), json);
    }

    @Bean
    WebMvcConfigurer knownParameters() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new KnownParameters());
            }
        };
    }
}
