package io.labnet.dns.zone.master;

/** A master file cannot be read; the message says where, and why. */
public final class MasterFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * A fault at one place.
     *
     * @param file empty for the file that was asked for, else the included one
     * @param line from 1
     * @param column from 1, in bytes
     */
    MasterFault(String file, int line, int column, String reason) {
        super(
                (file.isEmpty() ? "" : file + ": ")
                        + ("line " + line + ", column " + column + ": " + reason));
        this.reason = reason;
    }

    /** Why, without where. */
    String reason() {
        return reason;
    }
}
