package io.labnet.peer;

import io.labnet.admin.ServiceStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the peer-service by itself. */
@SpringBootApplication
public class PeerServiceApplication {
    public static final String NAME = "peer-service";

    static void main(String[] args) {
        ServiceStart.of(PeerServiceApplication.class, NAME).run(args);
    }
}
