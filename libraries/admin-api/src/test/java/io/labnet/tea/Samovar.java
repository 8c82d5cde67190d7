package io.labnet.tea;

import io.labnet.admin.DataPlane;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;

/** A data plane that remembers when it was started, and is hot while it runs. */
public final class Samovar implements DataPlane {
    /** Whether the last one that was made runs, wherever its context has gone. */
    private static boolean hot;

    private final WebServerApplicationContext context;
    private boolean first;

    Samovar(ApplicationContext context) {
        this.context = (WebServerApplicationContext) context;
    }

    @Override
    public void start() {
        first = context.getWebServer() == null;
        hot = true;
    }

    @Override
    public void stop() {
        hot = false;
    }

    @Override
    public boolean isRunning() {
        return hot;
    }

    /** Whether it was started before there was a web server. */
    public boolean wasFirst() {
        return first;
    }

    /** What {@link #isRunning} says, also when the context that made it has failed. */
    public static boolean isHot() {
        return hot;
    }
}
