package io.labnet.dns.resolver;

import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A numbered arrow of the textbook's picture: one message from one host to another.
 *
 * @param number from 1, in the order in which they were sent
 * @param from a name server's name, or the client's address
 * @param said for people
 */
public record Arrow(int number, String from, String to, String said) {
    private static final int ARROWS_MAX = 200;
    private static final int DEPTH_MAX = 8;

    /**
     * All arrows of a resolution. Where a server has asked others on behalf of the one that asked
     * it, and the log knows of it, its own arrows stand between the question and the answer.
     */
    public static List<Arrow> of(Resolution resolution, ResolutionLog log) {
        var arrows = new ArrayList<Arrow>();
        var client = resolution.client();
        draw(resolution, client.getAddress().getHostAddress(), log, DEPTH_MAX, arrows);
        return arrows;
    }

    private static void draw(
            Resolution resolution,
            String client,
            ResolutionLog log,
            int depth,
            List<Arrow> arrows) {
        var here = Names.text(resolution.resolver());
        add(arrows, client, here, asked(resolution.question()));
        for (var step : resolution.steps()) {
            var from = step.from();
            var onBehalf = depth > 0 && from != null ? behind(step, from, log) : null;
            if (onBehalf != null) {
                draw(onBehalf, here, log, depth - 1, arrows);
                continue;
            }
            var server = Names.text(step.server());
            add(arrows, here, server, asked(step.question()));
            if (from != null) {
                add(arrows, server, here, step.kind() + " " + step.detail());
            }
        }
        add(arrows, here, client, told(resolution.outcome()));
    }

    private static @Nullable Resolution behind(
            Step step, InetSocketAddress from, ResolutionLog log) {
        return log.askedFrom(from, step.question()).orElse(null);
    }

    private static void add(List<Arrow> arrows, String from, String to, String said) {
        if (arrows.size() < ARROWS_MAX) {
            arrows.add(new Arrow(arrows.size() + 1, from, to, said));
        }
    }

    private static String asked(Question question) {
        return question.text() + "?";
    }

    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answer(var records) -> "answer " + Step.text(records);
            case Outcome.NoSuchName _ -> "no such name";
            case Outcome.NoData _ -> "no data";
            case Outcome.TooLong _ -> "too long a name";
            case Outcome.Failed(var trouble) -> "failed: " + trouble.reason();
            case Outcome.Judged(var inner, var evidence) ->
                    told(inner) + " (" + evidence.text() + ")";
            case Outcome.Noted(var inner, var note) -> told(inner) + " (" + note.reason() + ")";
        };
    }
}
