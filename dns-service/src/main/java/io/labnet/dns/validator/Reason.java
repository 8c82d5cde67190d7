package io.labnet.dns.validator;

import org.xbill.DNS.ExtendedErrorCodeOption;

/**
 * Why data is not secure.
 *
 * @param code of RFC 8914 section 5.2
 * @param text for people
 */
public record Reason(int code, String text) {
    static Reason bogus(String text) {
        return new Reason(ExtendedErrorCodeOption.DNSSEC_BOGUS, text);
    }

    static Reason noDenial(String text) {
        return new Reason(ExtendedErrorCodeOption.NSEC_MISSING, text);
    }

    public static Reason noSignature(String text) {
        return new Reason(ExtendedErrorCodeOption.RRSIGS_MISSING, text);
    }

    public static Reason noKey(String text) {
        return new Reason(ExtendedErrorCodeOption.DNSKEY_MISSING, text);
    }
}
