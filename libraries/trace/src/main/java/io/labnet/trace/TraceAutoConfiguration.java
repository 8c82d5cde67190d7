package io.labnet.trace;

import io.labnet.admin.AdminApiAutoConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Gives a service its trace, and the trace its REST face. */
@AutoConfiguration(after = AdminApiAutoConfiguration.class)
@Import(TraceController.class)
public class TraceAutoConfiguration {
    private static final int EXCHANGES_KEPT = 2048;

    @Bean
    Trace trace() {
        return new Trace(EXCHANGES_KEPT, Clock.systemUTC());
    }
}
