package io.labnet.dns.validator;

/**
 * What proving one answer may still cost. Whoever signs decides how many signatures, keys and
 * hashes there are, so without limits a single reply can keep a processor busy for hours
 * (CVE-2023-50387, CVE-2023-50868). Used by one thread.
 */
public final class Effort {
    /** Signatures that are computed for one set of records: each with each key of its tag. */
    static final int OF_A_SET = 8;

    /** Signatures that are computed for one answer. */
    static final int SIGNATURES = 100;

    /** Of these, those that do not fit: in an honest zone there are next to none. */
    static final int MISFITS = 16;

    /** Runs of the hash function for one answer. */
    static final int HASHES = 5_000;

    /** There was more to do than is ever done. */
    static final class Exhausted extends Exception {
        private static final long serialVersionUID = 1L;

        Exhausted(String reason) {
            super(reason, null, false, false);
        }

        Reason reason() {
            return Reason.bogus(String.valueOf(getMessage()));
        }
    }

    private int signatures;
    private int misfits;
    private int hashes;

    void signature() throws Exhausted {
        if (signatures >= SIGNATURES) {
            throw new Exhausted("more than " + SIGNATURES + " signatures to check");
        }
        if (misfits >= MISFITS) {
            throw new Exhausted("more than " + MISFITS + " signatures that do not fit");
        }
        signatures++;
    }

    void misfit() {
        misfits++;
    }

    void hashes(int count) throws Exhausted {
        hashes += count;
        if (hashes > HASHES) {
            throw new Exhausted("more than " + HASHES + " hashes to compute");
        }
    }

    /** How many signatures were computed. */
    public int signatures() {
        return signatures;
    }
}
