package io.labnet.origin;

import io.labnet.admin.ServiceStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the web-origin-service by itself. */
@SpringBootApplication
public class WebOriginServiceApplication {
    public static final String NAME = "web-origin-service";

    static void main(String[] args) {
        ServiceStart.of(WebOriginServiceApplication.class, NAME).run(args);
    }
}
