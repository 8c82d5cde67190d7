package io.labnet.stub;

import java.util.List;

/** What became of a question to the resolver. */
public sealed interface Lookup<T> {
    /**
     * There are such records.
     *
     * @param answers one or more, in the order in which the resolver gave them
     */
    record Found<T>(List<T> answers) implements Lookup<T> {}

    /** The name does not exist, for no type at all (NXDOMAIN). */
    record NoSuchName<T>(String name) implements Lookup<T> {}

    /** The name exists, but has no records of this type (RFC 2308 section 2.2). */
    record NoData<T>(String name) implements Lookup<T> {}

    /**
     * Nobody knows: the resolver was silent or had trouble itself. Asking later may help.
     *
     * @param reason for people, such as {@code SERVFAIL from 127.0.0.1:1053}
     */
    record Failed<T>(String name, String reason) implements Lookup<T> {}
}
