package io.labnet.webcache.upstream;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Response;
import io.netty.buffer.ByteBuf;

/**
 * Hears what comes of a {@link Fetch}, always on the fetch's own event loop.
 *
 * <p>First {@link #ready}, then any number of {@link #interim}, one {@link #head}, any number of
 * {@link #data}, and {@link #end}; or, at any point and as the last thing, {@link #failed}. After
 * the head each further piece must be asked for with {@link Fetch#more}.
 */
public interface Answers {
    /** The head of the request is on its way: its content may follow. */
    void ready();

    /** There is room for more content of the request. */
    void writable();

    /** A 1xx response (RFC 9110 section 15.2). */
    void interim(Response response);

    /** The final response's head; {@code minorVersion} is that of HTTP/1.x. */
    void head(Response response, int minorVersion);

    /**
     * Some content, which the listener now owns and must release.
     *
     * @param last whether {@link #end} follows at once
     */
    void data(ByteBuf bytes, boolean last);

    /** What followed the content (RFC 9110 section 6.5), just before {@link #end}. */
    default void trailers(Fields trailers) {}

    /** The response is complete. */
    void end();

    /** No answer, or the rest of it will not come. */
    void failed(FetchFailure failure);
}
