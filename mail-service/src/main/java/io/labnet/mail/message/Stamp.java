package io.labnet.mail.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Header fields that a mail server puts on top of a message that passes through. */
public final class Stamp {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private Stamp() {}

    /** A date-time of RFC 5322 section 3.3, in UTC. */
    public static String date(Instant at) {
        return DATE.format(at);
    }

    /**
     * The trace of one hop (RFC 5321 section 4.4).
     *
     * @param name what the client called itself in EHLO
     * @param address where it called from
     * @param by the host that received it
     * @param with the protocol: ESMTP, with S after TLS and A after AUTH (RFC 3848)
     * @param comment more about the way it came, such as the TLS version; may be empty
     * @param id our name for the message
     */
    public static String received(
            String name,
            String address,
            String by,
            String with,
            String comment,
            String id,
            Instant at) {
        var how = comment.isEmpty() ? with : with + " (" + comment + ")";
        return "Received: from %s ([%s])\r\n\tby %s with %s\r\n\tid %s; %s\r\n"
                .formatted(name, address, by, how, id, date(at));
    }

    /** Where failures go, told at final delivery (RFC 5321 section 4.4). */
    public static String returnPath(ReversePath from) {
        return "Return-Path: " + from + "\r\n";
    }

    public static byte[] bytes(String fields) {
        return fields.getBytes(StandardCharsets.ISO_8859_1);
    }
}
