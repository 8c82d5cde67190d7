package io.labnet.mail.store;

/** The store cannot do its work now: the disk is full, the file is gone, it is being closed. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
