package io.labnet.mail.server;

import io.labnet.line.LineConnection;
import io.labnet.mail.account.Accounts;
import io.labnet.mail.account.FailedLogins;
import io.labnet.mail.message.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Where all protocols check passwords: the same limits hold for each. */
public final class Desk {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Accounts accounts;
    private final FailedLogins failed;
    private final MailCounts counts;

    public Desk(Accounts accounts, FailedLogins failed, MailCounts counts) {
        this.accounts = accounts;
        this.failed = failed;
        this.counts = counts;
    }

    /** Whether this client has failed so often that it must wait. */
    boolean bars(LineConnection connection) {
        return failed.isBarred(connection.peer().getAddress());
    }

    /** Who this is; a wrong password takes half a second more, so that guessing is slow. */
    Optional<Address> check(LineConnection connection, String name, String password, MailHost host)
            throws IOException {
        var client = connection.peer().getAddress();
        var user = accounts.authenticate(name, password, host.domain());
        if (user.isPresent()) {
            failed.forget(client);
            counts.logins().increment();
            return user;
        }
        failed.add(client);
        counts.loginsFailed().increment();
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        return user;
    }
}
