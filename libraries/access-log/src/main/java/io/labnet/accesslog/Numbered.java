package io.labnet.accesslog;

/** What a log remembers by its number. */
public interface Numbered {
    /** Counts from 1 in the order of answering. */
    long number();
}
