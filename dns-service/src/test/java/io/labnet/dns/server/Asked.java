package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Heard;
import io.labnet.dns.message.PlainQuery;
import java.util.Optional;
import org.xbill.DNS.CookieOption;

/** Compares what the two readers of queries make of the same bytes. */
final class Asked {
    private Asked() {}

    static void same(PlainQuery plain, Heard heard) {
        switch (heard) {
            // A type that is no data: such an answer is never kept.
            case Heard.Bad(var envelope, var question, _) -> {
                assertThat(question).isNotNull();
                sameEnvelope(plain, envelope);
            }
            case Heard.Maintenance(var envelope, _, _) -> sameEnvelope(plain, envelope);
            case Heard.Query(var envelope, _) -> sameEnvelope(plain, envelope);
            case Heard.Noise() -> throw new AssertionError("plain to one, noise to the other");
        }
    }

    private static void sameEnvelope(PlainQuery plain, Heard.Envelope envelope) {
        assertThat(plain.limitBytes()).isEqualTo(envelope.udpLimitBytes());
        assertThat(plain.speaksEdns()).isEqualTo(envelope.edns() != null);
        var cookie =
                Optional.ofNullable(envelope.edns())
                        .flatMap(edns -> edns.option(CookieOption.class));
        assertThat(plain.hasCookie()).isEqualTo(cookie.isPresent());
        cookie.ifPresent(option -> assertThat(plain.cookie()).startsWith(option.getClientCookie()));
    }
}
