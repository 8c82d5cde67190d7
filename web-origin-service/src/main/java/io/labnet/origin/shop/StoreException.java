package io.labnet.origin.shop;

/** The shop's database cannot do its work now: the disk is full, it is away, too many wait. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
