package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import java.time.Instant;

/**
 * A message that waits to be taken to one recipient elsewhere.
 *
 * @param server the host that took it in and has to take it on
 * @param nextTryAt not before
 * @param tries how often it was tried in vain
 * @param lastError what was said the last time; empty at first
 */
public record Waiting(
        long id,
        long contentId,
        Content content,
        String server,
        ReversePath from,
        Address to,
        Instant queuedAt,
        Instant nextTryAt,
        int tries,
        String lastError) {}
