package io.labnet.dns;

import io.labnet.admin.ServiceStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the dns-service by itself. */
// The other rooms know no Spring, so that nothing need be looked for there.
@SpringBootApplication(scanBasePackages = {"io.labnet.dns.admin", "io.labnet.dns.wiring"})
public class DnsServiceApplication {
    public static final String NAME = "dns-service";

    static void main(String[] args) {
        ServiceStart.of(DnsServiceApplication.class, NAME).run(args);
    }
}
