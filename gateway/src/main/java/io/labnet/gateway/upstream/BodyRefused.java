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

    /** Whoever sent the request stopped sending. */
    public static final class SenderGone extends BodyRefused {
        SenderGone(IOException cause) {
            super("The request body ended too soon.", cause);
        }
    }
}
