package io.labnet.gateway.services;

/** Who can start and stop services; the embedded lab can, containers are left to their tools. */
public interface ServiceSwitch {
    /** Whether this switch has the service, such as {@code dns-service}, in its hands. */
    boolean knows(String service);

    /** Whether the service has been started and not been stopped since. */
    boolean isRunning(String service);

    /** Starts the service and returns when it answers; does nothing when it runs already. */
    void start(String service);

    /** Stops the service and returns when it has gone; does nothing when it does not run. */
    void stop(String service);
}
