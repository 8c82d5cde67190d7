package io.labnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dovecot as a client, fetchmail and mbsync read bob's mailbox, and write to it. */
@ExtendWith(LabIsThere.class)
class MailReadersTest {
    private static final String DOVEADM =
            "USER=bob HOME=/tmp/dovecot-home doveadm -c /tmp/dovecot.conf ";
    private static boolean hasCome;
    private static final String SEARCH = DOVEADM + "search mailbox INBOX subject ";
    private final Lab lab;

    MailReadersTest(Lab lab) {
        this.lab = lab;
        writeOnce(lab);
    }

    private static synchronized void writeOnce(Lab lab) {
        if (!hasCome) {
            var mail = new Mailboxes(lab);
            mail.aliceWrites("bob@hamburger.edu", "a letter to read", "Read me in many ways.");
            mail.bobReads("a letter to read");
            hasCome = true;
        }
    }

    @Test
    void dovecotSearchesAndFetches() {
        assertThat(run(SEARCH + "'a letter to read' 2>/dev/null").lines())
                .singleElement()
                .asString()
                .matches("[0-9a-f]{32} [0-9]+");
        assertThat(run(SEARCH + "'never written' 2>/dev/null")).isBlank();
        assertThat(run(DOVEADM + "fetch 'hdr.from text' mailbox INBOX subject 'a letter to read'"))
                .contains("hdr.from: alice@crepes.fr")
                .contains("Received: from mail.crepes.fr", "Read me in many ways.");
    }

    @Test
    void dovecotFilesFlagsAndExpunges() {
        run(DOVEADM + "mailbox create dovecot");
        run("printf 'Subject: saved\\n\\nBy doveadm.\\n' | " + DOVEADM + "save -m dovecot");
        run(DOVEADM + "flags add '\\Flagged' mailbox dovecot all");

        assertThat(run(DOVEADM + "fetch 'flags text' mailbox dovecot all"))
                .contains("flags: \\Flagged", "Subject: saved", "By doveadm.");
        assertThat(curl("imap://mail.hamburger.edu/dovecot;MAILINDEX=1")).contains("By doveadm.");

        run(DOVEADM + "expunge mailbox dovecot subject saved");
        assertThat(run(DOVEADM + "mailbox status messages dovecot")).contains("messages=0");
        run(DOVEADM + "mailbox delete dovecot");
        assertThat(curl("imap://mail.hamburger.edu/")).doesNotContain("dovecot").contains("INBOX");
    }

    @Test
    void dovecotSynchronizesAWholeMailboxToAMaildir() {
        run(DOVEADM + "-o mail_location=maildir:/tmp/dovecot-home/copy:LAYOUT=fs backup -R imapc:");

        assertThat(run("cat $(grep -rl 'a letter to read' /tmp/dovecot-home/copy/{cur,new})"))
                .contains("From: alice@crepes.fr", "Read me in many ways.");
    }

    @Test
    void fetchmailFetchesByImapOverTls() {
        var said =
                run("fetchmail -v -f /peers/clients/fetchmailrc.imap --pidfile /tmp/fetchmail.pid");

        assertThat(said)
                .contains("IMAP> A0001 STARTTLS")
                .containsPattern("SSL/TLS: using protocol TLSv1\\.[23]")
                .contains("normal termination, status 0");
        assertThat(run("cat /tmp/fetchmail.imap"))
                .contains("Subject: a letter to read", "Read me in many ways.");
    }

    @Test
    void fetchmailFetchesByPop3OverTls() {
        var said =
                run("fetchmail -v -f /peers/clients/fetchmailrc.pop3 --pidfile /tmp/fetchmail.pid");

        assertThat(said)
                .contains("POP3> STLS")
                .containsPattern("SSL/TLS: using protocol TLSv1\\.[23]")
                .contains("normal termination, status 0");
        assertThat(run("cat /tmp/fetchmail.pop3"))
                .contains("Subject: a letter to read", "Read me in many ways.");
    }

    @Test
    void mbsyncCarriesLettersFoldersAndDeletionsBothWays() {
        run("mbsync -c /peers/clients/mbsyncrc all");
        assertThat(run("cat $(grep -rl 'a letter to read' /tmp/mbsync/INBOX)"))
                .contains("Read me in many ways.");

        run(
                """
                mkdir -p /tmp/mbsync/mbsync/{cur,new,tmp}
                printf 'From: bob@hamburger.edu\\nSubject: put there\\n\\nBy mbsync.\\n' \
                    >/tmp/mbsync/mbsync/new/1.1.here
                mbsync -c /peers/clients/mbsyncrc all
                """);
        assertThat(curl("imap://mail.hamburger.edu/mbsync;MAILINDEX=1")).contains("By mbsync.");

        curl("imap://mail.hamburger.edu/mbsync -X 'STORE 1 +FLAGS.SILENT \\Deleted'");
        run("mbsync -c /peers/clients/mbsyncrc all");
        assertThat(run("find /tmp/mbsync/mbsync/cur /tmp/mbsync/mbsync/new -type f")).isBlank();
        assertThat(curl("imap://mail.hamburger.edu/ -X 'STATUS mbsync (MESSAGES)'"))
                .contains("MESSAGES 0");
    }

    private String curl(String what) {
        return run("curl -sS -u bob@hamburger.edu:hungry " + what.replace(";", "\\;"));
    }

    private String run(String script) {
        return lab.clients().run(script).ok();
    }
}
