package io.labnet.mail.account;

import io.labnet.mail.message.Address;

/** Somebody with a mailbox. */
public record Account(Address address, Secret secret) {
    public Account {
        address = address.normalized();
    }
}
