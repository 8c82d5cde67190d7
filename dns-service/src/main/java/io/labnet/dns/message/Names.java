package io.labnet.dns.message;

import org.xbill.DNS.Name;

/** Names as people write them: without the final dot, which only the root keeps. */
public final class Names {
    private Names() {}

    public static String text(Name name) {
        return name.equals(Name.root) ? "." : name.toString(true);
    }
}
