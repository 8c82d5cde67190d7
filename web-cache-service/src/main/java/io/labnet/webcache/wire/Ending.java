package io.labnet.webcache.wire;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Framing;

/** Where a message's content ends (RFC 9112 section 6.3). */
sealed interface Ending {
    Ending AT_ONCE = new Counted(0);

    /** After so many bytes; 0 for no content. */
    record Counted(long bytes) implements Ending {}

    /** With the last chunk. */
    record Chunked() implements Ending {}

    /** With the connection. */
    record AtClose() implements Ending {}

    /**
     * What the fields say.
     *
     * @param unsaid when they say nothing
     * @throws Malformed when they say two things, or what is no length
     */
    static Ending of(Fields fields, int minorVersion, Ending unsaid) throws Malformed {
        if (!Framing.isSaid(fields)) {
            return unsaid;
        }
        var fault = Framing.fault(fields, minorVersion);
        if (fault.isPresent()) {
            throw Malformed.of(fault.get());
        }
        if (fields.has("Transfer-Encoding")) {
            return new Chunked();
        }
        var length = fields.first("Content-Length");
        return length.isPresent() ? new Counted(Long.parseLong(length.get())) : unsaid;
    }
}
