package io.labnet.dns.transfer;

import org.xbill.DNS.Name;

/** Hears that a child has something new for its parent (RFC 9859). */
public interface ChildNotices {
    /** Where nobody wants to know. */
    ChildNotices NONE = _ -> false;

    /** False where the name is no child that is looked after. */
    boolean notified(Name child);
}
