package io.labnet.gateway;

import io.labnet.admin.ServiceStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the gateway by itself. */
@SpringBootApplication
public class GatewayApplication {
    public static final String NAME = "gateway";

    static void main(String[] args) {
        ServiceStart.of(GatewayApplication.class, NAME).run(args);
    }
}
