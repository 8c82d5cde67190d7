package io.labnet.accesslog;

/** A request of which only its number is known. */
record Asked(long number) implements Numbered {}
