package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;

/**
 * Whether this process runs the recursive server, whose cache can be flushed; a gateway that looks
 * for it among many processes is told where it is not.
 */
public record Recursion(boolean isHere) {
    void required() {
        if (!isHere) {
            throw ApiProblem.notFound("No recursive server runs here.");
        }
    }
}
