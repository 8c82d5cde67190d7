package io.labnet.webcache.link;

/**
 * The institution's network as Kurose and Ross reckon with it (Computer Networking, section 2.2.5):
 * a fast LAN, a slow access link, and the Internet behind it.
 *
 * @param bitsPerSecond the access link's rate R
 * @param lanBitsPerSecond the LAN's rate
 */
public record AccessLink(double bitsPerSecond, double lanBitsPerSecond) {
    public AccessLink {
        if (!(bitsPerSecond > 0) || !(lanBitsPerSecond > 0)) {
            throw new IllegalArgumentException("a link's rate must be more than 0 bit/s");
        }
    }

    /**
     * The traffic intensity a·L/R on the access link; near 1 and above it the queue never ends.
     *
     * @param requestsPerSecond that go over the link, a
     * @param objectBits the mean length of an answer, L
     */
    public double intensity(double requestsPerSecond, double objectBits) {
        return requestsPerSecond * objectBits / bitsPerSecond;
    }

    /** The traffic intensity on the LAN. */
    public double lanIntensity(double requestsPerSecond, double objectBits) {
        return requestsPerSecond * objectBits / lanBitsPerSecond;
    }

    /**
     * The mean delay on the access link in seconds, waiting and transmission: L/R / (1 - a·L/R), as
     * it is for random arrivals and lengths (M/M/1); infinite from an intensity of 1 on.
     */
    public double accessDelay(double requestsPerSecond, double objectBits) {
        var intensity = intensity(requestsPerSecond, objectBits);
        return intensity < 1
                ? objectBits / bitsPerSecond / (1 - intensity)
                : Double.POSITIVE_INFINITY;
    }

    /**
     * The mean time in seconds from asking for an object to having it: whoever hits has only the
     * LAN before him, all others the Internet and the access link as well.
     *
     * @param hitRatio 0 to 1
     */
    public static double totalDelay(double hitRatio, double lan, double access, double internet) {
        var miss = internet + access + lan;
        // 0 times an infinite delay is none.
        return hitRatio < 1 ? hitRatio * lan + (1 - hitRatio) * miss : lan;
    }
}
