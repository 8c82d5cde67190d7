package io.labnet.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The lab's data folder while one lab lives in it.
 *
 * <p>A file lock keeps a second lab out; the system drops it even after kill -9. {@code lab.pid}
 * and {@code welcome} tell the start script who is here and that the lab is ready.
 */
final class Home {
    /** Another lab lives in the data folder. */
    static final class Taken extends Exception {
        Taken(String message) {
            super(message);
        }
    }

    private static final String WELCOME = "welcome";
    private static final String PID = "lab.pid";

    private final Path dataDir;

    // Closing the channel gives the lock up.
    private final FileChannel lock;

    private Home(Path dataDir, FileChannel lock) {
        this.dataDir = dataDir;
        this.lock = lock;
    }

    /**
     * Moves in.
     *
     * @throws Taken when another lab lives there
     * @throws IOException when the folder cannot be made or written
     */
    static Home enter(Path dataDir) throws Taken, IOException {
        Files.createDirectories(dataDir.resolve("log"));
        var lock =
                FileChannel.open(
                        dataDir.resolve("lab.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (!isOurs(lock)) {
            lock.close();
            throw new Taken("another lab runs in " + dataDir + "; stop it with ./labnet down");
        }
        Files.deleteIfExists(dataDir.resolve(WELCOME));
        Files.writeString(dataDir.resolve(PID), ProcessHandle.current().pid() + "\n");
        return new Home(dataDir, lock);
    }

    private static boolean isOurs(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException inThisJvm) {
            return false;
        }
    }

    Path log() {
        return dataDir.resolve("log").resolve("lab.log");
    }

    /** Leaves the welcome where the start script finds it, which says that the lab is ready. */
    String welcome(Welcome welcome) throws IOException {
        var text = welcome.text(dataDir, newAdminKey());
        var draft = dataDir.resolve(WELCOME + ".new");
        Files.writeString(draft, text);
        Files.move(draft, dataDir.resolve(WELCOME));
        return text;
    }

    /** The admin key when it has not been shown yet; it is shown once. */
    private @Nullable String newAdminKey() throws IOException {
        var shown = dataDir.resolve("admin-key-shown");
        var key = dataDir.resolve("admin-key");
        if (!Files.exists(key) || Files.exists(shown)) {
            return null;
        }
        Files.createFile(shown);
        return Files.readString(key).strip();
    }

    /** Moves out; what the services keep stays. */
    void leave() {
        try {
            Files.deleteIfExists(dataDir.resolve(WELCOME));
            Files.deleteIfExists(dataDir.resolve(PID));
            lock.close();
        } catch (IOException e) {
            LoggerFactory.getLogger(Home.class).warn("Could not tidy up {}", dataDir, e);
        }
    }
}
