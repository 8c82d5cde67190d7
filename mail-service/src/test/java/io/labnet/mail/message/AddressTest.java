package io.labnet.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "alice@crepes.fr",
                "a.b+c@x-y.org",
                "\"a b\"@c.org",
                "x@[127.0.0.1]",
                "#!@b"
            })
    void an_address_is_read_and_written_the_same(String text) {
        assertThat(Address.parse(text)).map(Address::toString).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a",
                "a@",
                "@b",
                "a@b@c",
                "a b@c",
                "a@b..c",
                ".a@b",
                "a@-b",
                "a@b-",
                "\u00fc@b.org",
                "a@b c",
                "<a@b>",
                "a@b\r\n",
                "\"a@b"
            })
    void what_is_no_address_is_refused(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    void an_address_that_is_too_long_is_refused() {
        assertThat(Address.parse("a".repeat(64) + "@b.org")).isPresent();
        assertThat(Address.parse("a".repeat(65) + "@b.org")).isEmpty();
        assertThat(Address.parse("a@" + "b".repeat(400))).isEmpty();
    }

    @Test
    void domains_are_the_same_whatever_their_case() {
        assertThat(Address.parse("Bob@Hamburger.EDU").orElseThrow().normalized())
                .isEqualTo(new Address("bob", "hamburger.edu"));
    }

    @Test
    void no_bytes_whatever_break_the_mime_reader() {
        var random = new Random(2);
        var pieces =
                new String[] {
                    "\r\n",
                    "--b",
                    "--b--",
                    "Content-Type: multipart/mixed; boundary=b\r\n",
                    "x",
                    "Content-Type: message/rfc822\r\n",
                    "\n",
                    ":",
                    ";",
                    "\"",
                    "\0",
                    "\u00ff"
                };
        for (int round = 0; round < 2000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            var root = MimePart.parse(Stamp.bytes(text.toString()));
            assertThat(root.body().to()).isEqualTo(text.length());
        }
    }
}
