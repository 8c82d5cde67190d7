package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.dns.message.Names;
import io.labnet.dns.zone.TimeToLive;
import io.labnet.dns.zone.master.FurtherTypes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/**
 * A record that somebody wants to add. All names are whole, with or without a final dot.
 *
 * @param ttl in seconds; an hour when it is missing
 * @param data as in a master file, such as {@code 10 mail.crepes.fr}
 */
record RecordRequest(
        @Nullable String name, @Nullable String type, @Nullable Long ttl, @Nullable String data) {
    private static final long USUAL_TTL_SECONDS = 3600;
    private static final int DATA_CHARS_MAX = 65_535;

    /**
     * The record itself.
     *
     * @throws ApiProblem (422) that points at the field that is wrong
     */
    Record toRecord(Name origin) {
        return toRecord(origin, "");
    }

    /**
     * The record itself.
     *
     * @param place a JSON pointer to this request in the body
     * @throws ApiProblem (422) that points at the field that is wrong
     */
    Record toRecord(Name origin, String place) {
        var owner = owner(origin, place);
        var typeNumber = type(place + "/type", type);
        var seconds = seconds(place);
        var text = data == null ? "" : data;
        // The reader of master files would take what follows a line break for another record.
        if (text.isBlank()
                || text.length() > DATA_CHARS_MAX
                || text.chars().anyMatch(Character::isISOControl)) {
            throw ApiProblem.invalid(place + "/data", "data must be one line, such as 127.80.0.9");
        }
        try {
            return FurtherTypes.read(owner, typeNumber, seconds, new Tokenizer(text), Name.root);
        } catch (IOException | RuntimeException malformed) {
            var reason = malformed.getMessage();
            throw ApiProblem.invalid(
                    place + "/data", "data is not that of " + type + ": " + reason);
        }
    }

    /**
     * The name that the record is about.
     *
     * @throws ApiProblem (422) when it is none of the zone
     */
    Name owner(Name origin, String place) {
        var owner = name(place + "/name", name == null ? "" : name);
        if (!owner.subdomain(origin)) {
            var zone = Names.text(origin);
            throw ApiProblem.invalid(
                    place + "/name",
                    Names.text(owner) + " is outside the zone " + zone + ": write the whole name");
        }
        return owner;
    }

    private long seconds(String place) {
        var seconds = ttl == null ? USUAL_TTL_SECONDS : ttl;
        if (seconds < 0 || seconds > TimeToLive.MAX_SECONDS) {
            throw ApiProblem.invalid(place + "/ttl", "ttl must be 0 to " + TimeToLive.MAX_SECONDS);
        }
        return seconds;
    }

    /** A type that data can have, by its name, or as {@code TYPE65280} (RFC 3597 section 5). */
    static int type(@Nullable String text) {
        return type("/type", text);
    }

    static int type(String pointer, @Nullable String text) {
        var number = text == null ? -1 : FurtherTypes.value(text);
        if (number < 0 || !Type.isRR(number)) {
            throw ApiProblem.invalid(pointer, text + " is no type of data, as A or MX is");
        }
        return number;
    }

    static Name name(String pointer, String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException malformed) {
            throw ApiProblem.invalid(pointer, "\"" + text + "\" is no domain name");
        }
    }
}
