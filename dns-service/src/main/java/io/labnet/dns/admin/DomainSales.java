package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.dns.registrar.Registrar;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The registrar, where this process runs it; a gateway that looks for it among many processes is
 * told where it is not.
 */
public record DomainSales(@Nullable Registrar registrar) implements AutoCloseable {
    Registrar required() {
        if (registrar == null) {
            throw ApiProblem.notFound("No registrar runs here.");
        }
        return registrar;
    }

    @Override
    public void close() throws IOException {
        if (registrar != null) {
            registrar.close();
        }
    }
}
