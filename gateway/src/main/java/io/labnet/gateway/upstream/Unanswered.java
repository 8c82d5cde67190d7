package io.labnet.gateway.upstream;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.labnet.gateway.services.Instance;
import io.labnet.gateway.services.Service;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service did not answer, or is not asked because it did not answer of late. */
public final class Unanswered extends IOException {
    private final Duration retryAfter;
    private final boolean asked;

    private Unanswered(
            String message, Duration retryAfter, boolean asked, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
        this.asked = asked;
    }

    static Unanswered because(String message, Duration retryAfter, Exception cause) {
        var isUnasked =
                switch (cause) {
                    case CallNotPermittedException _,
                            ConnectException _,
                            HttpConnectTimeoutException _ ->
                            true;
                    default -> false;
                };
        return new Unanswered(message, retryAfter, !isUnasked, cause);
    }

    /** A service has a name that has no addresses at the moment. */
    static Unanswered byNobody(Service service, Duration retryAfter) {
        var message =
                service.name()
                        + " has no instances: there are no addresses of "
                        + service.url().getHost()
                        + ".";
        return new Unanswered(message, retryAfter, false, null);
    }

    /** An instance answered, but not to the end. */
    public static Unanswered brokenOff(Instance instance, IOException cause) {
        var message =
                instance.service().name()
                        + " broke off in the middle of its answer at "
                        + instance.url()
                        + ".";
        return new Unanswered(message, Duration.ZERO, true, cause);
    }

    /**
     * Several instances, none of which answered, or none of those that did had anything to say.
     *
     * @param silent at least one
     */
    public static Unanswered all(List<Unanswered> silent) {
        var first = silent.getFirst();
        if (silent.size() == 1) {
            return first;
        }
        var message =
                String.join(" ", silent.stream().map(s -> String.valueOf(s.getMessage())).toList());
        return new Unanswered(
                message, first.retryAfter, silent.stream().anyMatch(Unanswered::wasAsked), first);
    }

    /** Whether the request may have arrived there, so that it may have been done. */
    public boolean wasAsked() {
        return asked;
    }

    /** When asking again makes sense, in whole seconds, 1 or more. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.toSeconds());
    }
}
