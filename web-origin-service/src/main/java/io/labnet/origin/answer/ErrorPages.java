package io.labnet.origin.answer;

import io.labnet.origin.answer.Answer.Body;
import io.labnet.origin.content.Finding;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.message.Field;
import io.labnet.origin.message.Fields;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.representation.Representation;
import io.labnet.origin.site.Site;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A site's own words for what went wrong, instead of the server's. */
final class ErrorPages {
    private ErrorPages() {}

    /** The same answer, with the site's page for its status where there is one. */
    static Answer shown(Answer answer, Site site) {
        var path = site.policy().errorPages().get(answer.status().code());
        if (path == null || !answer.status().isError() || !(answer.body() instanceof Body.Text)) {
            return answer;
        }
        var page = page(site, path);
        if (page == null) {
            return answer;
        }
        var length = page.content().lengthBytes();
        return new Answer(
                answer.status(),
                typed(answer.fields(), page.mediaType()),
                new Body.Part(page.content(), 0, length),
                answer.showsBody());
    }

    private static Fields typed(Fields fields, String mediaType) {
        return new Fields(
                Stream.concat(
                                fields.all().stream()
                                        .filter(f -> !f.name().equalsIgnoreCase("Content-Type")),
                                Stream.of(new Field("Content-Type", mediaType)))
                        .toList());
    }

    private static @Nullable Representation page(Site site, String path) {
        try {
            return site.shelf().find(ResourcePath.parse(path)) instanceof Finding.File(var page)
                    ? page
                    : null;
        } catch (Refusal noPath) {
            return null;
        }
    }
}
