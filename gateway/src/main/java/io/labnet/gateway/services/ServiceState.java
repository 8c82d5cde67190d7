package io.labnet.gateway.services;

/** How a service is doing, as far as one can tell from outside. */
public enum ServiceState {
    /** It answers its clients. */
    UP,
    /** It answers, but says that it is not ready for clients: it starts, or it stops. */
    OUT_OF_SERVICE,
    /** It does not answer. */
    DOWN
}
