package io.labnet.origin.answer;

import io.labnet.origin.message.Status;

/** Pages that are written while the client waits. */
public final class Html {
    private static final String MEDIA_TYPE = "text/html; charset=utf-8";

    private Html() {}

    /** A page; what came from outside must have been escaped in it. */
    public static Answer page(Status status, String html) {
        return Answer.page(status, MEDIA_TYPE, html);
    }

    /** Text as it may stand between tags and within quotes, so that none of it acts as markup. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
