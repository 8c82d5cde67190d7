package io.labnet.webcache;

import io.labnet.admin.ServiceStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the web-cache-service by itself. */
@SpringBootApplication
public class WebCacheServiceApplication {
    public static final String NAME = "web-cache-service";

    static void main(String[] args) {
        ServiceStart.of(WebCacheServiceApplication.class, NAME).run(args);
    }
}
