package io.labnet.gateway.admin;

/** A service's answer broke off when part of it was with the client already. */
final class BrokenAnswer extends RuntimeException {
    BrokenAnswer(String message, Throwable cause) {
        super(message, cause);
    }
}
