package io.labnet.webcache.policy;

import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.ByteRange.Part;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of a representation that is stored without the rest (RFC 9111 section 3.3).
 *
 * @param part which of its bytes these are
 * @param totalBytes how many there are in all
 */
public record Portion(Part part, long totalBytes) {
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})", Pattern.CASE_INSENSITIVE);

    /**
     * Which part a 206 has (RFC 9110 section 14.4).
     *
     * @return empty when it has several, or does not say of how many bytes, or is no 206
     */
    public static Optional<Portion> of(Response response) {
        var said = response.fields().all("Content-Range");
        if (response.status() != 206 || said.size() != 1) {
            return Optional.empty();
        }
        var digits = CONTENT_RANGE.matcher(said.getFirst());
        if (!digits.matches()) {
            return Optional.empty();
        }
        var part = new Part(number(digits.group(1)), number(digits.group(2)));
        var total = number(digits.group(3));
        if (part.first() > part.last() || part.last() >= total) {
            return Optional.empty();
        }
        return Optional.of(new Portion(part, total));
    }

    private static long number(String digits) {
        return Long.parseLong(digits);
    }
}
