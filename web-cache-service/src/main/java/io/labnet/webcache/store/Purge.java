package io.labnet.webcache.store;

/** Which stored responses are to be thrown out; a URI goes with all its variants. */
public sealed interface Purge {
    /** How thoroughly. */
    enum Depth {
        /** Gone at once. */
        HARD,
        /** Stale from now on: still good for validation, and to stand in for a failing origin. */
        SOFT
    }

    /** Those of one URI. */
    record Url(String uri) implements Purge {}

    /** Those whose URI begins so. */
    record Prefix(String start) implements Purge {}

    /** Those whose URI is like a pattern, in which {@code *} stands for any characters, or none. */
    record Matching(String pattern) implements Purge {}

    /** Those that bear a surrogate key. */
    record Tagged(String tag) implements Purge {}

    record Everything() implements Purge {}

    default boolean hits(String uri, Tags tags) {
        return switch (this) {
            case Url(var one) -> one.equals(uri);
            case Prefix(var start) -> uri.startsWith(start);
            case Matching(var pattern) -> isLike(pattern, uri);
            case Tagged(var tag) -> tags.has(tag);
            case Everything _ -> true;
        };
    }

    // Never worse than the product of both lengths, whatever the pattern.
    private static boolean isLike(String pattern, String text) {
        int inPattern = 0;
        int star = -1;
        int resume = 0;
        for (int inText = 0; inText < text.length(); ) {
            var sign = inPattern < pattern.length() ? pattern.charAt(inPattern) : '\0';
            if (sign == '*' && inPattern < pattern.length()) {
                star = inPattern++;
                resume = inText;
            } else if (inPattern < pattern.length() && sign == text.charAt(inText)) {
                inPattern++;
                inText++;
            } else if (star >= 0) {
                inPattern = star + 1;
                inText = ++resume;
            } else {
                return false;
            }
        }
        return pattern.substring(inPattern).chars().allMatch(c -> c == '*');
    }
}
