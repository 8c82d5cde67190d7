package io.labnet.admin;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** What every service's admin API has: problems, counters, live streams. */
@AutoConfiguration
@EnableConfigurationProperties({LabSettings.class, AdminSettings.class})
@Import({ProblemAdvice.class, CountersController.class})
public class AdminApiAutoConfiguration {
    @Bean
    EventStream eventStream() {
        return new EventStream();
    }

    @Bean
    AdminClients adminClients(AdminSettings settings, JsonMapper json) {
        return new AdminClients(settings.clients(), json);
    }
}
