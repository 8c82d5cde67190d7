package io.labnet.origin.course;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Asked;
import io.labnet.origin.answer.Html;
import io.labnet.origin.answer.Program;
import io.labnet.origin.message.Status;
import java.util.Set;

/** The TCP lab's upload: takes whatever is posted, says how much it was, and keeps none of it. */
public final class Upload implements Program {
    @Override
    public Answer answer(Asked asked) {
        var page =
                """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Uploaded</title></head>
                <body>
                <p>Congratulations! %d bytes came from your computer to gaia.cs.umass.edu.</p>
                <p>Stop the capture now, and look at the segments that carried them.</p>
                </body>
                </html>
                """
                        .formatted(asked.content().length);
        return Html.page(Status.OK, page).with("Cache-Control", "no-store");
    }

    @Override
    public Set<String> methods() {
        return Set.of("POST");
    }
}
