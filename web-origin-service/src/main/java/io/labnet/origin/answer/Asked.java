package io.labnet.origin.answer;

import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.message.Target;
import java.nio.charset.StandardCharsets;

/**
 * A request to a program.
 *
 * @param target as sent: its path percent-encoded, its query without question mark
 * @param content the whole of it; empty when there is none
 * @param secure whether it came over TLS
 */
@SuppressWarnings("ArrayRecordComponent")
public record Asked(RequestHead head, Target.Path target, byte[] content, boolean secure) {
    /** The same with its content. */
    Asked with(byte[] whole) {
        return new Asked(head, target, whole, secure);
    }

    /**
     * The fields of a form that was sent: by GET in the query, by POST in the content.
     *
     * @throws Refusal (415) when the content is no form, (400) when it is badly encoded
     */
    public Form form() throws Refusal {
        if (!head.method().equals("POST")) {
            return Form.parse(target.query() == null ? "" : target.query());
        }
        if (!Form.MEDIA_TYPE.equals(head.mediaType())) {
            throw new Refusal(
                    Status.UNSUPPORTED_MEDIA_TYPE, "A form comes as " + Form.MEDIA_TYPE + ".");
        }
        return Form.parse(new String(content, StandardCharsets.UTF_8));
    }
}
