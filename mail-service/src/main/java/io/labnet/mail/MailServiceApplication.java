package io.labnet.mail;

import io.labnet.admin.ServiceStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the mail-service by itself. */
@SpringBootApplication
public class MailServiceApplication {
    public static final String NAME = "mail-service";

    static void main(String[] args) {
        ServiceStart.of(MailServiceApplication.class, NAME).run(args);
    }
}
