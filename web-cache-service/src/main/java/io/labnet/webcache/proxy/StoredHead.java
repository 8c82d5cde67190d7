package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.store.StoredObject;
import java.nio.charset.StandardCharsets;

/**
 * The head of a whole answer out of the store: what was written once, and what each answer says
 * anew.
 *
 * @param ageSeconds how old it is (RFC 9111 section 4.2.3)
 * @param cacheStatus how it was come by (RFC 9211)
 */
record StoredHead(StoredObject object, long ageSeconds, String cacheStatus) {
    long lengthBytes() {
        return object.content().lengthBytes();
    }

    /** As it was stored, without what is said anew. */
    Response stored() {
        return object.head().response();
    }

    /** All of it, as fields. */
    Response response() {
        var fields =
                stored().fields()
                        .with("Age", String.valueOf(ageSeconds))
                        .plus(CacheStatus.FIELD, cacheStatus)
                        .with("Content-Length", String.valueOf(lengthBytes()));
        return stored().with(fields);
    }

    /**
     * All of it, as HTTP/1.1 writes it, with the same lines in the same order.
     *
     * @param connection a line about the connection with its CRLF, or nothing
     */
    byte[] bytes(String connection) {
        var anew =
                ("Age: "
                                + ageSeconds
                                + "\r\n"
                                + CacheStatus.FIELD
                                + ": "
                                + cacheStatus
                                + "\r\nContent-Length: "
                                + lengthBytes()
                                + "\r\n"
                                + connection
                                + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        var once = object.wire();
        var bytes = new byte[once.lengthBytes() + anew.length];
        once.copyTo(bytes);
        System.arraycopy(anew, 0, bytes, once.lengthBytes(), anew.length);
        return bytes;
    }
}
