package io.labnet.webcache.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that read from disk, so that no event loop must wait for one. */
final class DiskReads {
    private static final int THREADS = 2;
    private static final int WAITING_MAX = 4096;

    private final ThreadPoolExecutor threads;

    DiskReads() {
        var count = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_MAX),
                        task ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name("web-cache-disk-read-" + count.incrementAndGet())
                                        .unstarted(task));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs it later; tells whether there was room for it. */
    boolean run(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException tooMany) {
            return false;
        }
    }

    void close() {
        threads.shutdownNow();
    }

    /** Fills the buffer; tells whether there was so much. */
    static boolean readFully(FileChannel file, ByteBuffer into, long position) throws IOException {
        var at = position;
        while (into.hasRemaining()) {
            var read = file.read(into, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }
}
