package io.labnet.admin;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * What the clients of a service's protocol meet. It is started before the web server of the admin
 * API is made, and stopped after that: a service that starts again answers its clients first.
 */
public interface DataPlane extends SmartLifecycle, DisposableBean {
    @Override
    default int getPhase() {
        return Integer.MIN_VALUE;
    }

    // Where the rest cannot be made, nobody else stops what runs already.
    @Override
    default void destroy() {
        if (isRunning()) {
            stop();
        }
    }
}
