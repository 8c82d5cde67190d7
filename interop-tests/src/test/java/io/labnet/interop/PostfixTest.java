package io.labnet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Postfix serves the domain postfix.edu, which our DNS knows: mail goes both ways. */
@ExtendWith(LabIsThere.class)
class PostfixTest {
    private static final Duration DELIVERED_WITHIN = Duration.ofSeconds(60);
    private static final String READ =
            "letter=$(grep -rl \"$1\" ~carol/Maildir/new) && cat \"$letter\"";
    private static boolean isInDns;
    private final Lab lab;
    private final Mailboxes mail;

    PostfixTest(Lab lab) {
        this.lab = lab;
        this.mail = new Mailboxes(lab);
        nameOnce(lab);
    }

    private static synchronized void nameOnce(Lab lab) {
        if (!isInDns) {
            lab.addToEdu("postfix.edu", "MX", "10 mail.postfix.edu");
            lab.addToEdu("mail.postfix.edu", "A", lab.host("postfix").address());
            isInDns = true;
        }
    }

    @Test
    void ourServerDeliversToItOverTls() {
        mail.aliceWrites("carol@postfix.edu", "crepes for carol", "With sugar?");

        var letter = carolReads("crepes for carol");

        assertThat(letter)
                .contains(
                        "Return-Path: <alice@crepes.fr>",
                        "Delivered-To: carol@postfix.edu",
                        "With sugar?")
                .containsPattern("Received: from mail\\.crepes\\.fr \\(.*" + address("mail-crepes"))
                .containsPattern("using TLSv1\\.[23] with cipher")
                .contains("by mail.postfix.edu (Postfix) with ESMTPS");
    }

    @Test
    void itDeliversToBobOverTls() {
        postfix()
                .run(
                        """
                        sendmail -i -f carol@postfix.edu bob@hamburger.edu <<'LETTER'
                        From: carol@postfix.edu
                        To: bob@hamburger.edu
                        Subject: carol to bob

                        A line with a dot follows.
                        .
                        That was no end.
                        LETTER
                        """)
                .ok();

        assertThat(mail.bobReads("carol to bob"))
                .contains("Return-Path: <carol@postfix.edu>", "\r\n.\r\nThat was no end.")
                .containsPattern("Received: from mail\\.postfix\\.edu \\(\\[" + address("postfix"))
                .containsPattern("by mail\\.hamburger\\.edu with ESMTPS \\(TLSv1\\.[23]");
    }

    @Test
    void itsBounceReachesAlice() {
        mail.aliceWrites("ghost@postfix.edu", "to a ghost", "Boo.");

        assertThat(mail.aliceReads("to a ghost"))
                .contains(
                        "Return-Path: <>", "From: Mail Delivery System <MAILER-DAEMON@postfix.edu>")
                .contains("Reporting-MTA: dns; mail.postfix.edu")
                .contains("Final-Recipient: rfc822; ghost@postfix.edu", "Action: failed");
    }

    @Test
    void ourServersRefusalIsUnderstood() {
        postfix()
                .run("echo Subject: to nobody | sendmail -f carol@postfix.edu no@hamburger.edu")
                .ok();

        var bounce = carolReads("Subject: to nobody");

        assertThat(bounce)
                .contains("Remote-MTA: dns; mail.hamburger.edu", "Status: 5.1.1")
                .containsPattern("Diagnostic-Code: smtp; 550 5\\.1\\.1 No such user");
    }

    /** The letter with this text in carol's mailbox, once Postfix has put it there. */
    private String carolReads(String text) {
        return await("carol's letter " + text)
                .atMost(DELIVERED_WITHIN)
                .until(() -> postfix().run(READ, text), found -> found.status() == 0)
                .text();
    }

    private Host postfix() {
        return lab.host("postfix");
    }

    private String address(String service) {
        return lab.host(service).address().replace(".", "\\.");
    }
}
