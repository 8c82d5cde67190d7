package io.labnet.mail.server;

import io.labnet.line.LineConnection;
import io.labnet.mail.imap.ImapSession;
import io.labnet.mail.imap.ImapSession.Selected;
import io.labnet.mail.imap.View;
import io.labnet.mail.store.MailStore;
import io.labnet.mail.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an idling client of changes as they happen (RFC 2177). */
final class ImapWatch {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(ImapWatch.class);

    /** Something that says one line. */
    @FunctionalInterface
    interface Say {
        void line(String line) throws IOException;
    }

    private final MailStore store;
    private final Say say;
    private final LineConnection connection;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private volatile ImapSession state;

    /** Begins to watch the folder that is open, if one is. */
    ImapWatch(MailStore store, ImapSession state, Say say, LineConnection connection) {
        this.store = store;
        this.state = state;
        this.say = say;
        this.connection = connection;
        this.thread = Thread.ofVirtual().name("mail-imap-idle").start(this::watch);
    }

    /** Stops watching, and tells where the session stands now. */
    ImapSession end() throws IOException {
        // No interrupt: it would break the store's connection, if it is asked just now.
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        return state;
    }

    private void watch() {
        try {
            var last = -1L;
            do {
                last = look(last);
            } while (!over.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("An idling client is told no more", e);
        }
    }

    private long look(long last) throws IOException {
        if (!(state instanceof Selected(var user, var view))) {
            return last;
        }
        var changes = store.changes(view.folderId());
        if (changes != last) {
            View.News news;
            try {
                news = view.catchUp(store.messages(view.folderId()), true);
            } catch (StoreException e) {
                LOG.debug("An idling client hears nothing until the store is back", e);
                return last;
            }
            state = new Selected(user, news.view());
            for (var line : news.responses()) {
                say.line(line);
            }
            connection.flush();
        }
        return changes;
    }
}
