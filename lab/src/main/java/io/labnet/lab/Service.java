package io.labnet.lab;

import io.labnet.dns.DnsServiceApplication;
import io.labnet.gateway.GatewayApplication;
import io.labnet.mail.MailServiceApplication;
import io.labnet.origin.WebOriginServiceApplication;
import io.labnet.peer.PeerServiceApplication;
import io.labnet.tracker.TrackerServiceApplication;
import io.labnet.webcache.WebCacheServiceApplication;
import java.util.List;

/**
 * One service that the lab can run.
 *
 * @param name the service's name, which is its settings file's too
 * @param application its main class
 */
record Service(String name, Class<?> application) {
    static final Service GATEWAY = new Service(GatewayApplication.NAME, GatewayApplication.class);

    /** All services; the gateway stands before the others, and takes longest to start. */
    static final List<Service> ALL =
            List.of(
                    GATEWAY,
                    new Service(MailServiceApplication.NAME, MailServiceApplication.class),
                    new Service(DnsServiceApplication.NAME, DnsServiceApplication.class),
                    new Service(TrackerServiceApplication.NAME, TrackerServiceApplication.class),
                    new Service(PeerServiceApplication.NAME, PeerServiceApplication.class),
                    new Service(
                            WebOriginServiceApplication.NAME, WebOriginServiceApplication.class),
                    new Service(WebCacheServiceApplication.NAME, WebCacheServiceApplication.class));
}
