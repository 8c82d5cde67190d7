package io.labnet.webcache.message;

/**
 * One line of a header section (RFC 9110 section 5).
 *
 * @param name compared without regard to case
 * @param value without the white space around it
 */
public record Field(String name, String value) {}
