package io.labnet.dns.validator;

import io.labnet.dns.message.Nsec3Hash;
import io.labnet.dns.validator.Effort.Exhausted;
import java.util.HexFormat;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The way one zone hashes names, whose cost counts.
 *
 * @param iterations besides the first run
 * @param salt in hexadecimal digits
 */
record NsecHash(int iterations, String salt) {
    static NsecHash of(NSEC3Record record) {
        var salt = record.getSalt();
        return new NsecHash(
                record.getIterations(), salt == null ? "" : HexFormat.of().formatHex(salt));
    }

    /** The owner of what a zone says about a name (RFC 5155 section 3). */
    Name owner(Name name, Name zone, Effort effort) throws Exhausted {
        var label = Nsec3Hash.TEXT.toString(hash(name, effort));
        try {
            return Name.fromString(label, zone);
        } catch (TextParseException tooLong) {
            // So is every owner of that zone: there are none.
            return zone;
        }
    }

    byte[] hash(Name name, Effort effort) throws Exhausted {
        effort.hashes(iterations + 1);
        return Nsec3Hash.of(name, iterations, HexFormat.of().parseHex(salt));
    }
}
