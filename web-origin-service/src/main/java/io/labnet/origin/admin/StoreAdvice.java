package io.labnet.origin.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.origin.shop.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Tells an admin that the shop's database is away for a while: that is no bug. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(StoreAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> away(StoreException exception) {
        LOG.warn("The shop's database cannot do it now", exception);
        var problem = ApiProblem.unavailable("The shop's database does not answer; try later.");
        return ResponseEntity.status(problem.getStatusCode()).body(problem.getBody());
    }
}
