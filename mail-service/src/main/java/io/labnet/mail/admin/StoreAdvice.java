package io.labnet.mail.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.mail.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Tells an admin that the store is away for a while: that is no bug, and ends by itself. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(StoreAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> away(StoreException exception) {
        LOG.warn("The mail store cannot do it now", exception);
        var problem = ApiProblem.unavailable("The mail database does not answer; try again later.");
        return ResponseEntity.status(problem.getStatusCode()).body(problem.getBody());
    }
}
