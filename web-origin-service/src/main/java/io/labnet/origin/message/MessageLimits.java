package io.labnet.origin.message;

/**
 * How much of a request this server reads.
 *
 * @param lineBytesMax the longest request line; RFC 9112 section 3 asks for 8000 at least
 * @param headBytesMax all header lines together
 * @param headFieldsMax how many header lines
 * @param bodyBytesMax the longest body
 */
public record MessageLimits(
        int lineBytesMax, int headBytesMax, int headFieldsMax, long bodyBytesMax) {
    public MessageLimits {
        if (lineBytesMax < 16 || headBytesMax < 16 || headFieldsMax < 1 || bodyBytesMax < 0) {
            throw new IllegalArgumentException(
                    "A request must have room for a line and a field: "
                            + "lineBytesMax and headBytesMax at least 16, headFieldsMax 1");
        }
    }
}
