package io.labnet.line;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a listener does not know: the protocol that is spoken over its connections. */
public interface LineProtocol {
    /**
     * Holds one conversation, on a virtual thread of its own, from greeting to goodbye. The
     * connection is closed afterwards.
     *
     * @throws IOException when the connection fails, which ends it without more ado
     */
    void converse(LineConnection connection) throws IOException;

    /** The protocol's own last line for such an end, without CRLF; null to say nothing. */
    @Nullable String farewell(Farewell why);
}
