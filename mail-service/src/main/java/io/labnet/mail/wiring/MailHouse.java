package io.labnet.mail.wiring;

import io.labnet.admin.DataPlane;
import io.labnet.ca.ServerCertificate;
import io.labnet.mail.queue.Courier;
import io.labnet.mail.server.MailServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Starts and stops the mail servers and the courier between them. */
final class MailHouse implements DataPlane {
    private final List<MailServer> servers;
    private final List<ServerCertificate> certificates;
    private final Courier courier;
    private final List<Thread> makers = new CopyOnWriteArrayList<>();
    private volatile boolean running;

    MailHouse(List<MailServer> servers, List<ServerCertificate> certificates, Courier courier) {
        this.servers = servers;
        this.certificates = certificates;
        this.courier = courier;
    }

    @Override
    public void start() {
        try {
            servers.forEach(MailServer::start);
        } catch (RuntimeException e) {
            // Those that did start must not go on by themselves.
            stopServers();
            throw e;
        }
        courier.start();
        // Making a key takes a while; the first client should not wait for it, nor the start.
        for (var certificate : certificates) {
            makers.add(Thread.ofVirtual().name("mail-certificate").start(certificate::get));
        }
        running = true;
    }

    @Override
    public void stop() {
        // Each takes its farewell; together they take no longer than one.
        var courierStops = Thread.ofVirtual().start(courier::stop);
        stopServers();
        join(courierStops);
        // A folder that is stopped with stays as it is.
        makers.forEach(MailHouse::join);
        makers.clear();
        running = false;
    }

    private void stopServers() {
        var stops = servers.stream().map(s -> Thread.ofVirtual().start(s::stop)).toList();
        stops.forEach(MailHouse::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
