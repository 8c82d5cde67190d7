package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import java.util.List;

/**
 * A message that was taken in, and where it goes.
 *
 * @param content with its Received field, without a Return-Path
 * @param server the host that took it in
 * @param here accounts of ours, without repetition
 * @param elsewhere recipients that other servers have
 */
public record Letter(
        Content content,
        String server,
        ReversePath from,
        List<Address> here,
        List<Address> elsewhere) {
    public Letter {
        here = List.copyOf(here);
        elsewhere = List.copyOf(elsewhere);
    }
}
