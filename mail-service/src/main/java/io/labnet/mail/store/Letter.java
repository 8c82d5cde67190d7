package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that was taken in, and where it goes.
 *
 * @param content with its Received field, without a Return-Path
 * @param server the host that took it in
 * @param here accounts of ours, without repetition
 * @param elsewhere recipients that other servers have
 * @param digest what the same letter would have again if its sender sent it twice; null when that
 *     cannot be told
 */
public record Letter(
        Content content,
        String server,
        ReversePath from,
        List<Address> here,
        List<Address> elsewhere,
        @Nullable String digest) {
    public Letter {
        here = List.copyOf(here);
        elsewhere = List.copyOf(elsewhere);
    }

    /** A letter that cannot be known again. */
    public Letter(
            Content content,
            String server,
            ReversePath from,
            List<Address> here,
            List<Address> elsewhere) {
        this(content, server, from, here, elsewhere, null);
    }
}
