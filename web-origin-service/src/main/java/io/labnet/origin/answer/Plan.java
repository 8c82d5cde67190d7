package io.labnet.origin.answer;

import io.labnet.origin.message.Refusal;
import java.io.IOException;
import java.io.InputStream;

/** How a request will be answered, as far as its head alone decides. */
public sealed interface Plan {
    /**
     * It is decided; content that comes is of no use.
     *
     * @param contentBytesMax how much of it is put up with; -1 stands for what the server allows
     *     any request
     */
    record Told(Answer answer, long contentBytesMax) implements Plan {
        /** Where no more content than usual can be expected. */
        public Told(Answer answer) {
            this(answer, -1);
        }
    }

    /**
     * It takes work that may block, so never on an event loop.
     *
     * @param contentBytesMax how long the request's content may be; -1 stands for what the server
     *     allows any request
     */
    record Work(long contentBytesMax, Worker worker) implements Plan {
        Work(Worker worker) {
            this(-1, worker);
        }
    }

    /** Does the work. */
    @FunctionalInterface
    interface Worker {
        /**
         * Reads the request's content as it comes, as much of it as it needs, and answers.
         *
         * @throws IOException when the content breaks off, or what is behind the site fails
         * @throws Refusal when the answer is an error in plain text
         */
        Answer answer(InputStream content) throws IOException, Refusal;
    }
}
