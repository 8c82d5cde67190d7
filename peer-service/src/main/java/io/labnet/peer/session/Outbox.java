package io.labnet.peer.session;

import io.labnet.bittorrent.wire.PeerMessage;
import io.labnet.peer.piece.Block;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What waits to be sent on one connection, in order and within limits. */
final class Outbox {
    /** A peer that lets so many messages pile up reads nothing. */
    static final int MESSAGES_MAX = 8192;

    /** How many requests of one peer may wait for their answers. */
    static final int ANSWERS_MAX = 1024;

    sealed interface Outgoing {
        record Message(PeerMessage message) implements Outgoing {}

        /** A block, read from disk only when its turn has come, so that a cancel still helps. */
        record Answer(Block block) implements Outgoing {}
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();
    private int answers;
    private boolean closed;

    /** Adds at the end; false when there is no room. */
    boolean offer(Outgoing outgoing) {
        lock.lock();
        try {
            var isAnswer = outgoing instanceof Outgoing.Answer;
            if (isAnswer ? answers >= ANSWERS_MAX : queue.size() - answers >= MESSAGES_MAX) {
                return false;
            }
            answers += isAnswer ? 1 : 0;
            queue.add(outgoing);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for what comes next.
     *
     * @return nothing when nothing came for so long, or the outbox was closed
     */
    Optional<Outgoing> take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            var left = patience.toNanos();
            while (queue.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            var next = closed ? null : queue.poll();
            answers -= next instanceof Outgoing.Answer ? 1 : 0;
            return Optional.ofNullable(next);
        } finally {
            lock.unlock();
        }
    }

    /** The peer took a request back. */
    void withdraw(Block block) {
        lock.lock();
        try {
            answers -= queue.remove(new Outgoing.Answer(block)) ? 1 : 0;
        } finally {
            lock.unlock();
        }
    }

    /** We choke the peer, so its requests are void (BEP 3). */
    void withdrawAnswers() {
        lock.lock();
        try {
            queue.removeIf(outgoing -> outgoing instanceof Outgoing.Answer);
            answers = 0;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            answers = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
