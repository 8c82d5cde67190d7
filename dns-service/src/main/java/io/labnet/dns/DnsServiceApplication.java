package io.labnet.dns;

import io.labnet.admin.ServiceStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the dns-service by itself. */
@SpringBootApplication
public class DnsServiceApplication {
    public static final String NAME = "dns-service";

    static void main(String[] args) {
        ServiceStart.of(DnsServiceApplication.class, NAME).run(args);
    }
}
