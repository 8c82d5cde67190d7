package io.labnet.tracker;

import io.labnet.admin.ServiceStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the tracker-service by itself. */
@SpringBootApplication
public class TrackerServiceApplication {
    public static final String NAME = "tracker-service";

    static void main(String[] args) {
        ServiceStart.of(TrackerServiceApplication.class, NAME).run(args);
    }
}
