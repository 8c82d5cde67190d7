package io.labnet.dns.resolver;

import io.labnet.dns.cache.Known;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Question;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * How much of a name is shown to whom (RFC 9156 section 3): to each zone's servers one label more
 * than their zone has, as long as that is one of the first few; to the others, all of it. Relaxed:
 * what is denied, or not understood, is asked again with the whole name.
 */
final class Minimising {
    private final Question question;
    private final int labelsMax;
    private int shown;
    private Reading.@Nullable NoSuchName denied;

    /**
     * Begins.
     *
     * @param labels so many are shown one at a time
     * @param zone where the search begins
     */
    Minimising(Question question, int labels, Name zone) {
        this.question = question;
        // The root's own empty label counts as one.
        this.labelsMax = labels + 1;
        this.shown = zone.labels();
    }

    /** What to ask next: with fewer labels than the question itself, or that. */
    Question question(RecordCache cache) {
        while (shown + 1 <= labelsMax && shown + 1 < question.name().labels()) {
            var name = new Name(question.name(), question.name().labels() - shown - 1);
            var asked = new Question(name, Type.A);
            if (cache.find(asked, name) instanceof Known.Nothing) {
                return asked;
            }
            // That name exists, as is known already, and is no cut (step 5).
            shown++;
        }
        return question;
    }

    /** A deeper zone's servers are asked from now on. */
    void reached(Name zone) {
        shown = zone.labels();
        denied = null;
    }

    /** Somebody has answered a shorter question, and not by a referral. */
    void heard(Question asked, Reading reading) {
        switch (reading) {
            case Reading.Answer _, Reading.NoData _ -> shown = asked.name().labels();
            case Reading.NoSuchName none -> {
                denied = none;
                shown = question.name().labels();
            }
            case Reading.Referral _, Reading.Useless _ -> shown = question.name().labels();
        }
    }

    /** The shorter name that does not exist, unless the whole one does. */
    Reading.@Nullable NoSuchName denied() {
        return denied;
    }
}
