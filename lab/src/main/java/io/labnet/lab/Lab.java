package io.labnet.lab;

/** Starts every service of the lab in one JVM, each in a Spring context of its own. */
public final class Lab {
    private Lab() {}

    static void main(String[] args) {
    }
}
