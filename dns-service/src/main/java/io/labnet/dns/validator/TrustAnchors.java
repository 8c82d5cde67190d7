package io.labnet.dns.validator;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/** Keys that are trusted because somebody said so, by zone (RFC 4035 section 4.4). */
public final class TrustAnchors {
    /** None: then nothing is validated. */
    public static final TrustAnchors NONE = new TrustAnchors(Map.of());

    private final Map<Name, Trust> byZone;

    private TrustAnchors(Map<Name, Trust> byZone) {
        this.byZone = byZone;
    }

    /**
     * Reads anchors.
     *
     * @param lines DS or DNSKEY records in presentation format, such as {@code . DS 20326 8 2
     *     E06D...}, with or without TTL and class; empty lines and those that begin with a
     *     semicolon do not count
     * @throws IllegalArgumentException when one is not written so
     */
    public static TrustAnchors parse(List<String> lines) {
        var all = new HashMap<Name, Trust>();
        for (var line : lines) {
            if (!line.isBlank() && !line.strip().startsWith(";")) {
                var record = record(line);
                all.merge(record.getName(), trust(record), Trust::and);
            }
        }
        return new TrustAnchors(Map.copyOf(all));
    }

    private static Record record(String line) {
        try (var words = new Tokenizer(line)) {
            var name = words.getName(Name.root);
            var word = words.getString();
            while (word.chars().allMatch(Character::isDigit) || word.equalsIgnoreCase("IN")) {
                word = words.getString();
            }
            var type = Type.value(word);
            if (type != Type.DS && type != Type.DNSKEY) {
                throw new IllegalArgumentException(word + " is neither DS nor DNSKEY");
            }
            return Record.fromString(name, type, DClass.IN, 0, words, Name.root);
        } catch (IOException | RuntimeException malformed) {
            throw new IllegalArgumentException(
                    "\"%s\" is no trust anchor (%s); write it like . DS 20326 8 2 E06D44..."
                            .formatted(line, malformed.getMessage()),
                    malformed);
        }
    }

    private static Trust trust(Record record) {
        return switch (record) {
            case DSRecord ds -> new Trust(List.of(ds), List.of());
            case DNSKEYRecord key -> new Trust(List.of(), List.of(key));
            default -> throw new IllegalArgumentException("neither DS nor DNSKEY: " + record);
        };
    }

    public boolean isEmpty() {
        return byZone.isEmpty();
    }

    /**
     * The closest zone at or above a name that has an anchor.
     *
     * @param top what is above this does not count
     */
    public Optional<Name> closest(Name name, Name top) {
        for (int above = 0; above <= name.labels() - top.labels(); above++) {
            var zone = new Name(name, above);
            if (byZone.containsKey(zone)) {
                return Optional.of(zone);
            }
        }
        return Optional.empty();
    }

    /** A zone's anchor. */
    public Optional<Trust> of(Name zone) {
        return Optional.ofNullable(byZone.get(zone));
    }

    /** The zones that have one. */
    public List<Name> zones() {
        return byZone.keySet().stream().sorted().toList();
    }
}
