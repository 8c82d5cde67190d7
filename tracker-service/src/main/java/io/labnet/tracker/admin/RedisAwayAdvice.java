package io.labnet.tracker.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.tracker.redis.RedisAwayException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says 503 while Redis is away; stands before the advice that takes every exception for a bug. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class RedisAwayAdvice {
    @ExceptionHandler
    ResponseEntity<ProblemDetail> away(RedisAwayException exception) {
        var problem = ApiProblem.unavailable("Not now: " + exception.reason() + ".");
        return ResponseEntity.status(problem.getStatusCode()).body(problem.getBody());
    }
}
