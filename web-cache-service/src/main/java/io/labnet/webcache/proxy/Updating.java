package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.Reuse;
import io.labnet.webcache.policy.Revalidation;
import io.labnet.webcache.policy.Storability;
import io.labnet.webcache.policy.VaryKey;
import io.labnet.webcache.store.Found;
import io.labnet.webcache.store.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What answers without content change in the store: a 304, and the answer to a HEAD.
 *
 * @param request that is answered
 * @param requested when it was sent
 */
record Updating(Parts parts, Request request, Instant requested) {
    /** The stored responses that may answer the request if the origin says so, newest first. */
    static List<StoredObject> candidates(Parts parts, Request request) {
        return parts.store().variants(request.target().uri()).stream()
                .filter(one -> one.head().response().status() != 206)
                .filter(one -> Reuse.isFor(request, one.head()))
                .toList();
    }

    static List<Response> responses(List<StoredObject> objects) {
        return objects.stream().map(one -> one.head().response()).toList();
    }

    /**
     * Freshens a stored response (RFC 9111 section 4.3.4).
     *
     * @return the response with its news, some of which may be for this client only
     */
    StoredObject update(StoredObject old, Response news, Instant now) {
        var stored = old.head().response();
        var head = Revalidation.freshened(stored, news, requested, now, parts.discretion());
        if (isStillKept(head)) {
            parts.store().replace(old, old.freshened(head.kept()));
        } else {
            parts.store().forget(old);
        }
        return old.freshened(head);
    }

    /**
     * Freshens the stored response that the origin has chosen, which from now on answers requests
     * such as this one, too (RFC 9111 section 4.3.3).
     *
     * @return empty when it chose what we do not have
     */
    Optional<StoredObject> select(
            List<StoredObject> candidates, Response notModified, Instant now) {
        return candidates.stream()
                .filter(one -> Revalidation.selects(one.head().response(), notModified))
                .findFirst()
                .map(old -> shared(update(old, notModified, now)));
    }

    private StoredObject shared(StoredObject chosen) {
        var head = chosen.head();
        // What was purged meanwhile does not come back.
        var isThere =
                Updating.candidates(parts, request).stream()
                        .anyMatch(one -> one.content() == chosen.content());
        if (isThere && isStillKept(head)) {
            var key = VaryKey.of(request, head.response());
            parts.store().put(new StoredObject(chosen.uri(), key, head.kept(), chosen.content()));
        }
        return chosen;
    }

    /** Freshens or throws out the stored GET that a HEAD was about (RFC 9111 section 4.3.5). */
    void heard(Response head, Instant now) {
        if (parts.store().find(request) instanceof Found.Match(var object)) {
            var stored = object.head().response();
            if (Revalidation.isOf(stored, object.content().lengthBytes(), head)) {
                update(object, head, now);
            } else {
                parts.store().forget(object);
            }
        }
    }

    // The news may be that it must not be kept any longer.
    private boolean isStillKept(Received head) {
        return Storability.judge(Revalidation.unasked(request), head)
                instanceof Storability.Storable;
    }
}
