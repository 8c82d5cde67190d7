package io.labnet.webcache.policy;

/**
 * How the last answers from some place turned out: fit for all who want the same, or not.
 *
 * @param answers how many are remembered, 0 to 8
 * @param bits one for each of them, the newest the lowest: set when it was for all
 */
public record Experience(int answers, int bits) {
    public static final Experience NONE = new Experience(0, 0);

    private static final int ANSWERS_MAX = 8;
    // Fewer may be chance, and then a crowd would be let loose on the origin.
    private static final int SURE = 4;

    /** The same, and one answer more. */
    public Experience with(boolean shared) {
        var all = (1 << ANSWERS_MAX) - 1;
        return new Experience(
                Math.min(answers + 1, ANSWERS_MAX), ((bits << 1) | (shared ? 1 : 0)) & all);
    }

    /** Whether all of them turned out the same. */
    public boolean isUnanimous() {
        return bits == 0 || Integer.bitCount(bits) == answers;
    }

    boolean isNone() {
        return answers == 0;
    }

    /** Whether all of them were for all. */
    boolean promisesSharing() {
        return answers > 0 && Integer.bitCount(bits) == answers;
    }

    /** Whether none of them was, and they are enough to say so. */
    boolean excludesSharing() {
        return answers >= SURE && bits == 0;
    }
}
