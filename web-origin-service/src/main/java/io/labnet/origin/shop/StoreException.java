package io.labnet.origin.shop;

import io.labnet.admin.AwayException;

/** The shop's database cannot do its work now: the disk is full, it is away, too many wait. */
public final class StoreException extends AwayException {
    private static final long serialVersionUID = 1;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String told() {
        return "The shop's database does not answer; try later.";
    }
}
