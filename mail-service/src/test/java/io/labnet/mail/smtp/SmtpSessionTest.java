package io.labnet.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.mail.message.Address;
import io.labnet.mail.smtp.SmtpSession.Deed;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SmtpSessionTest {
    private static final Address ALICE = new Address("alice", "crepes.fr");
    private static final Site SITE =
            new Site(
                    "mail.crepes.fr",
                    "crepes.fr",
                    Site.Role.SUBMISSION,
                    true,
                    1000,
                    10,
                    _ -> Site.Recipient.ELSEWHERE);

    private static SmtpSession after(SmtpSession state, String... lines) {
        var now = state;
        for (var line : lines) {
            now = SmtpSession.answer(now, line, SITE).next();
        }
        return now;
    }

    private static SmtpSession loggedIn() {
        var state = after(new SmtpSession.Greeted(false), "EHLO me");
        var client = ((SmtpSession.Ready) state).client();
        return SmtpSession.checked(client, Optional.of(ALICE)).next();
    }

    @Test
    void a_second_ehlo_drops_the_transaction_but_not_the_login() {
        var state = after(loggedIn(), "MAIL FROM:<alice@crepes.fr>", "EHLO again");

        assertThat(state).isInstanceOf(SmtpSession.Ready.class);
        assertThat(((SmtpSession.Ready) state).client().user()).isEqualTo(ALICE);
    }

    @Test
    void tls_makes_the_server_forget_what_it_learnt() {
        var step = SmtpSession.answer(loggedIn(), "STARTTLS", SITE);

        assertThat(step.next()).isEqualTo(new SmtpSession.Greeted(true));
        assertThat(step.deed()).isEqualTo(new Deed.StartTls());
    }

    @Test
    void a_login_asks_for_the_password_to_be_checked() {
        var state = after(new SmtpSession.Greeted(false), "EHLO me", "AUTH LOGIN");
        var step = SmtpSession.answer(after(state, "YWxpY2U="), "a2V0Y2h1cA==", SITE);

        assertThat(step.deed())
                .isInstanceOfSatisfying(
                        Deed.CheckPassword.class,
                        check -> {
                            assertThat(check.name()).isEqualTo("alice");
                            assertThat(check.password()).isEqualTo("ketchup");
                        });
    }

    @Test
    void a_message_is_taken_only_with_a_recipient() {
        var state = after(loggedIn(), "MAIL FROM:<alice@crepes.fr>");
        assertThat(SmtpSession.answer(state, "DATA", SITE).deed())
                .isEqualTo(new Deed.Say(Reply.BAD_SEQUENCE));

        var step = SmtpSession.answer(after(state, "RCPT TO:<b@c.org>"), "DATA", SITE);
        assertThat(step.deed()).isInstanceOf(Deed.TakeMessage.class);
    }

    @Test
    void the_protocol_is_named_as_the_received_field_wants_it() {
        assertThat(new SmtpSession.Client("x", false, false, null).protocol()).isEqualTo("SMTP");
        assertThat(new SmtpSession.Client("x", true, true, ALICE).protocol()).isEqualTo("ESMTPSA");
    }

    @Test
    void replies_go_on_the_wire_line_by_line() {
        var reply = new Reply(250, "2.1.0", java.util.List.of("one", "two"));

        assertThat(reply.wire()).containsExactly("250-2.1.0 one", "250 2.1.0 two");
        assertThat(Reply.parse(reply.wire()).lines()).containsExactly("2.1.0 one", "2.1.0 two");
    }
}
