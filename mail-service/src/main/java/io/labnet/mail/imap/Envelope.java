package io.labnet.mail.imap;

import io.labnet.mail.message.Header;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.codec.EncoderUtil.Usage;
import org.apache.james.mime4j.dom.address.Address;
import org.apache.james.mime4j.dom.address.Group;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;
import org.jspecify.annotations.Nullable;

/** The ENVELOPE of a message (RFC 3501 section 7.4.2). */
final class Envelope {
    private Envelope() {}

    static String of(Header header) {
        var from = header.first("From").orElse(null);
        return "(%s %s %s %s %s %s %s %s %s %s)"
                .formatted(
                        Texts.nstring(header.first("Date").orElse(null)),
                        Texts.nstring(header.first("Subject").orElse(null)),
                        addresses(from),
                        // The server fills in what the message left out.
                        addresses(header.first("Sender").orElse(from)),
                        addresses(header.first("Reply-To").orElse(from)),
                        addresses(header.first("To").orElse(null)),
                        addresses(header.first("Cc").orElse(null)),
                        addresses(header.first("Bcc").orElse(null)),
                        Texts.nstring(header.first("In-Reply-To").orElse(null)),
                        Texts.nstring(header.first("Message-ID").orElse(null)));
    }

    private static String addresses(@Nullable String field) {
        if (field == null || field.isBlank()) {
            return "NIL";
        }
        List<Address> all = LenientAddressParser.DEFAULT.parseAddressList(field);
        return all.isEmpty()
                ? "NIL"
                : all.stream().map(Envelope::address).collect(Collectors.joining("", "(", ")"));
    }

    private static String address(Address address) {
        return switch (address) {
            case Mailbox mailbox -> mailbox(mailbox);
            // A group begins and ends with an address without a host.
            case Group group ->
                    "(NIL NIL %s NIL)".formatted(Texts.string(group.getName()))
                            + group.getMailboxes().stream()
                                    .map(Envelope::mailbox)
                                    .collect(Collectors.joining())
                            + "(NIL NIL NIL NIL)";
            default -> "";
        };
    }

    private static String mailbox(Mailbox mailbox) {
        return "(%s NIL %s %s)"
                .formatted(
                        Texts.nstring(name(mailbox.getName())),
                        Texts.nstring(mailbox.getLocalPart()),
                        Texts.nstring(mailbox.getDomain()));
    }

    // The parser decodes encoded words (RFC 2047); an envelope has them encoded.
    private static @Nullable String name(@Nullable String name) {
        return name == null || name.chars().allMatch(c -> c < 128)
                ? name
                : EncoderUtil.encodeEncodedWord(name, Usage.WORD_ENTITY);
    }
}
