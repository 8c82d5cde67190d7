package io.labnet.dns.validator;

import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;

/** Names above names. */
final class Enclosers {
    private static final Name ASTERISK = Name.fromConstantString("*");

    private Enclosers() {}

    /** The wildcard below a name; the name itself where that would be too long to exist. */
    static Name wildcard(Name encloser) {
        try {
            return Name.concatenate(ASTERISK, encloser);
        } catch (NameTooLongException tooLong) {
            return encloser;
        }
    }

    /**
     * What is left of a name.
     *
     * @param labels so many, the root's among them
     */
    static Name ofLabels(Name name, int labels) {
        return new Name(name, name.labels() - labels);
    }
}
