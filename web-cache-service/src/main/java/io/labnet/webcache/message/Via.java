package io.labnet.webcache.message;

/** Which proxies a message came through (RFC 9110 section 7.6.3). */
public final class Via {
    private Via() {}

    /** The fields with this proxy as the last of those passed. */
    public static Fields passed(Fields fields, String pseudonym, String version) {
        var own = version + " " + pseudonym;
        var all = fields.combined("Via").map(before -> before + ", " + own).orElse(own);
        return fields.with("Via", all);
    }

    /** Whether the message has been here before: a loop. */
    public static boolean hasPassed(Fields fields, String pseudonym) {
        var passed = fields.members("Via");
        return !passed.isEmpty()
                && passed.stream()
                        .map(member -> member.split("\\s+", 3))
                        .anyMatch(
                                words -> words.length > 1 && words[1].equalsIgnoreCase(pseudonym));
    }
}
