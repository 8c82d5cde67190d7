package io.labnet.lab;

import java.net.BindException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

/** A service could not start; the message says in one line which, and why. */
final class StartFailed extends Exception {
    private static final int CAUSES_MAX = 20;

    StartFailed(String service, Throwable cause) {
        super(service + " did not start: " + reason(cause), cause);
    }

    StartFailed(String service, String reason) {
        super(service + " did not start: " + reason);
    }

    // The outermost messages are Spring's own story; what the user can act on lies further in.
    private static String reason(Throwable failure) {
        var cause = failure;
        for (int i = 0; i < CAUSES_MAX && !isPlain(cause); i++) {
            var inner = cause.getCause();
            if (inner == null) {
                break;
            }
            cause = inner;
        }
        var message = cause.getMessage();
        return message == null ? cause.toString() : message.lines().findFirst().orElse("");
    }

    // Our listeners say address and port around the system's bare "Address already in use".
    private static boolean isPlain(Throwable cause) {
        return cause instanceof PortInUseException || isBind(cause.getCause());
    }

    private static boolean isBind(@Nullable Throwable cause) {
        return cause instanceof BindException;
    }
}
