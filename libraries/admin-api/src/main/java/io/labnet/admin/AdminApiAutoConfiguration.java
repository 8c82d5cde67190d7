package io.labnet.admin;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** What every service's admin API has: problems, counters, live streams. */
@AutoConfiguration
@EnableConfigurationProperties(LabSettings.class)
@Import({ProblemAdvice.class, CountersController.class})
public class AdminApiAutoConfiguration {
    @Bean
    EventStream eventStream() {
        return new EventStream();
    }
}
