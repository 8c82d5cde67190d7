package io.labnet.mail.server;

import io.labnet.line.Farewell;
import io.labnet.line.LineConnection;
import io.labnet.line.LineProtocol;
import io.labnet.mail.store.MailStore;
import io.labnet.trace.Trace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * IMAP as one host speaks it.
 *
 * @param folder where large messages are held while they come in
 */
public record ImapProtocol(
        MailHost host,
        MailStore store,
        Desk desk,
        MailTerms terms,
        Supplier<SSLContext> tls,
        Trace trace,
        Clock clock,
        Path folder)
        implements LineProtocol {
    @Override
    public void converse(LineConnection connection) throws IOException {
        new ImapConversation(this, connection).hold();
    }

    @Override
    public String farewell(Farewell why) {
        return switch (why) {
            case BUSY -> "* BYE Too many connections; try later";
            case SHUTDOWN -> "* BYE The server is shutting down";
            case TIMEOUT -> "* BYE Waited too long";
            case FAILURE -> "* BYE An error of ours; try later";
        };
    }
}
