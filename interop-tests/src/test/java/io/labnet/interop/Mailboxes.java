package io.labnet.interop;

import static org.awaitility.Awaitility.await;

import io.labnet.interop.Host.Printed;
import java.time.Duration;

/** Alice's and bob's letters, as programs on the clients' host write and read them. */
record Mailboxes(Lab lab) {
    private static final Duration DELIVERED_WITHIN = Duration.ofSeconds(60);

    /** Alice hands a letter to her server, over TLS, by swaks. */
    void aliceWrites(String to, String subject, String body) {
        lab.clients()
                .run(
                        """
                        swaks --server mail.crepes.fr:587 --tls --from alice@crepes.fr --to "$1" \
                            --auth PLAIN --auth-user alice@crepes.fr --auth-password ketchup \
                            --header "Subject: $2" --body "$3"
                        """,
                        to,
                        subject,
                        body)
                .ok();
    }

    /** The newest letter with this text that bob finds in his mailbox, once it has come. */
    String bobReads(String text) {
        return reads("imap://mail.hamburger.edu/INBOX", "bob@hamburger.edu:hungry", text);
    }

    String aliceReads(String text) {
        return reads("imap://mail.crepes.fr/INBOX", "alice@crepes.fr:ketchup", text);
    }

    private String reads(String mailbox, String user, String text) {
        return await("the letter " + text)
                .atMost(DELIVERED_WITHIN)
                .until(() -> read(mailbox, user, text), found -> found.status() == 0)
                .text();
    }

    private Printed read(String mailbox, String user, String text) {
        return lab.clients()
                .run(
                        """
                        number=$(curl -sS -u "$2" "$1" -X "SEARCH TEXT \\"$3\\"" |
                            tr -d '\\r' | awk '/^\\* SEARCH [0-9]/ { print $NF }')
                        [ -n "$number" ] && curl -sS -u "$2" "$1;MAILINDEX=$number"
                        """,
                        mailbox,
                        user,
                        text);
    }
}
