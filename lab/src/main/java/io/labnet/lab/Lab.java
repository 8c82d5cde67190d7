package io.labnet.lab;

import io.labnet.admin.LabSettings;
import io.labnet.gateway.GatewayApplication;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Starts every service of the lab in one JVM, says where each is, and stops them on a signal.
 *
 * <p>{@code --train} starts the lab, uses it a little and stops it again: the run from which the
 * JDK's ahead-of-time cache is made.
 */
public final class Lab {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final String TRAIN = "--train";
    private static final String DATA_DIR = "--labnet.data-dir=";

    private Lab() {}

    static void main(String[] args) throws IOException, InterruptedException {
        var settings = List.of(args);
        try {
            start(settings);
            if (settings.contains(TRAIN)) {
                System.exit(0);
            }
        } catch (StartFailed | Home.Taken | IOException failure) {
            System.err.println("labnet: " + failure.getMessage());
            System.exit(1);
        }
    }

    private static void start(List<String> settings)
            throws StartFailed, Home.Taken, IOException, InterruptedException {
        var began = Instant.now();
        var home = Home.enter(dataDir(settings));
        System.setProperty("labnet.log", home.log().toString());
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();

        var rack = new Rack(Service.ALL, settings.toArray(String[]::new));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(rack, home), "lab-stop"));
        rack.startAll();
        awaitReady(rack);
        if (settings.contains(TRAIN)) {
            Training.use(rack);
        } else {
            var lab = rack.context(GatewayApplication.NAME).getBean(LabSettings.class);
            var welcome = new Welcome(lab, Duration.between(began, Instant.now()));
            System.out.println(home.welcome(welcome));
        }
    }

    private static void leave(Rack rack, Home home) {
        rack.stopAll();
        home.leave();
    }

    private static void awaitReady(Rack rack) throws StartFailed, InterruptedException {
        var deadline = Instant.now().plus(READY_WITHIN);
        for (var service : rack.names()) {
            while (!rack.isReady(service)) {
                if (Instant.now().isAfter(deadline)) {
                    throw new StartFailed(service, "it is not ready after " + READY_WITHIN);
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        }
    }

    private static Path dataDir(List<String> settings) {
        return settings.stream()
                .filter(setting -> setting.startsWith(DATA_DIR))
                .map(setting -> Path.of(setting.substring(DATA_DIR.length())))
                .findFirst()
                .orElse(Path.of(".labnet"));
    }
}
