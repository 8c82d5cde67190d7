package io.labnet.gateway.upstream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request's body could not be passed on, for which the service is not to blame. */
public abstract sealed class BodyRefused extends IOException {
    BodyRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The body is larger than the gateway lets through. */
    public static final class TooLarge extends BodyRefused {
        TooLarge(long bytesMax) {
            super("A request body may have at most " + bytesMax + " bytes.", null);
        }
    }

    /** It would have to be held in memory, where there is no room at the moment. */
    public static final class NoRoom extends BodyRefused {
        NoRoom() {
            super("Too many large requests at a time; try again in a moment.", null);
        }
    }

    /** Whoever sent the request stopped sending. */
    public static final class SenderGone extends BodyRefused {
        SenderGone(IOException cause) {
            super("The request body ended too soon.", cause);
        }
    }
}
