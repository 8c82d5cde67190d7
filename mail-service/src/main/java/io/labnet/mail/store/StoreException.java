package io.labnet.mail.store;

import io.labnet.admin.AwayException;

/** The store cannot do its work now: the disk is full, the file is gone, it is being closed. */
public final class StoreException extends AwayException {
    private static final long serialVersionUID = 1;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String told() {
        return "The mail database does not answer; try again later.";
    }
}
