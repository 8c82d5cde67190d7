package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Response;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A client that waits for one answer: what an exchange sees of it, whichever version of HTTP it
 * speaks.
 *
 * <p>An answer is any number of {@link #interim}, one {@link #head}, any number of {@link #data}
 * while {@link #isWritable}, and {@link #end}; or {@link #abort} in the middle. All on the stream's
 * own event loop.
 */
interface ClientStream {
    EventLoop loop();

    InetSocketAddress remote();

    InetSocketAddress local();

    /** The version of HTTP that the client speaks, as Via has it: 1.0, 1.1 or 2.0. */
    String version();

    /** Asks for the next piece of the request's content. */
    void readMore();

    /** Passes on a 1xx (RFC 9110 section 15.2), if this client understands it. */
    void interim(Response response);

    /**
     * Sends a head, framed for this client.
     *
     * @param hasContent whether content follows, of a length that may be unknown
     */
    void head(Response response, boolean hasContent);

    /** Sends the head of a whole answer out of the store; its content follows. */
    default void head(StoredHead head) {
        head(head.response(), true);
    }

    /** Sends some content, which stays as it is. */
    default void data(ByteBuffer bytes) {
        data(Unpooled.wrappedBuffer(bytes));
    }

    /** Sends some content, which the stream now owns. */
    void data(ByteBuf bytes);

    /** So many bytes of the content that follows come out of the store. */
    void spared(long bytes);

    /** Whether parts of files can be sent as they are: nothing between here and the socket. */
    boolean takesRegions();

    /**
     * Sends a part of a file, where it {@link #takesRegions}; {@code sent} is run when the system
     * has taken all of it.
     */
    void region(FileRegion region, Runnable sent);

    void flush();

    /** Whether more content should be sent now. */
    boolean isWritable();

    /** Whether the client is still there. */
    boolean isOpen();

    /**
     * What follows the content and is sent with the end, if this version of HTTP and the framing
     * have room for it (RFC 9110 section 6.5).
     */
    void trailers(Fields trailers);

    /** Ends an answer that is complete. */
    void end();

    /** Ends an answer that is not, so that nobody takes it for complete. */
    void abort();
}
