package io.labnet.gateway.services;

import java.util.List;

/** How a service is doing, as far as one can tell from outside. */
public enum ServiceState {
    /** It answers its clients. */
    UP,
    /** Some of its instances answer their clients, others do not. */
    PARTLY_UP,
    /** It answers, but says that it is not ready for clients: it starts, or it stops. */
    OUT_OF_SERVICE,
    /** It does not answer. */
    DOWN;

    /** How a service is doing whose instances are in these states; without any it is down. */
    static ServiceState of(List<ServiceState> instances) {
        var up = instances.stream().filter(state -> state == UP).count();
        if (up > 0) {
            return up == instances.size() ? UP : PARTLY_UP;
        }
        return instances.contains(OUT_OF_SERVICE) ? OUT_OF_SERVICE : DOWN;
    }
}
