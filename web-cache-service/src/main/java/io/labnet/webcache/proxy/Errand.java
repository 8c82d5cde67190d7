package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.policy.ByteRange.Part;
import io.labnet.webcache.policy.Completion;
import io.labnet.webcache.policy.Forward;
import io.labnet.webcache.policy.Revalidation;
import io.labnet.webcache.store.Flights.Flight;
import io.labnet.webcache.store.StoredObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an origin, and what for.
 *
 * @param request as the client made it
 * @param asked as the origin gets it, but for what any proxy changes
 * @param why the store does not answer it
 * @param stores whether the answer is stored if it may be
 * @param what in the store it is about
 * @param flight what others wait for; null when none do
 */
record Errand(
        Request request,
        Request asked,
        Forward why,
        boolean stores,
        What what,
        @Nullable Flight<Outcome> flight) {

    /** What the store has to do with it. */
    sealed interface What {
        /** Nothing. */
        record New() implements What {}

        /** A stored response that the origin may confirm. */
        record Stale(StoredObject object) implements What {}

        /** Several, of which it may choose one. */
        record Several(List<StoredObject> candidates) implements What {}

        /** A part of a whole, and what is missing of it. */
        record Gap(StoredObject held, Part missing) implements What {}
    }

    private static final What NEW = new What.New();

    /** One that the cache has no part in. */
    static Errand passing(Request request, Forward why) {
        return new Errand(request, request, why, false, NEW, null);
    }

    /** One for a part, whose answer is stored if it may be. */
    static Errand part(Request request, Forward why) {
        return new Errand(request, request, why, true, NEW, null);
    }

    /** One that wants the whole answer, whatever is stored. */
    static Errand whole(Request request, Forward why, @Nullable Flight<Outcome> flight) {
        // A part is wanted of one version only, if the client says so.
        var asked = request.fields().has("Range") ? request : Revalidation.unconditional(request);
        return new Errand(request, asked, why, true, NEW, flight);
    }

    /** One that asks whether what is stored still holds. */
    static Errand validating(
            Request request, Forward why, StoredObject stale, @Nullable Flight<Outcome> flight) {
        var asked = Revalidation.conditional(request, stale.head().response());
        return new Errand(request, asked, why, true, new What.Stale(stale), flight);
    }

    /** One that asks whether one of the variants for other requests will do. */
    static Errand selecting(
            Request request, List<StoredObject> candidates, @Nullable Flight<Outcome> flight) {
        var asked = Revalidation.conditional(request, Updating.responses(candidates));
        var what = new What.Several(candidates);
        return new Errand(request, asked, Forward.VARY_MISS, true, what, flight);
    }

    /** One for what is missing of a stored part. */
    static Errand completing(
            Request request, StoredObject held, Part missing, @Nullable Flight<Outcome> flight) {
        var asked = Completion.asking(request, missing, held.head().response());
        var what = new What.Gap(held, missing);
        return new Errand(request, asked, Forward.PARTIAL, true, what, flight);
    }
}
