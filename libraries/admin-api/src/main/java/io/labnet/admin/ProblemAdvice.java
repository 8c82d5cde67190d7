package io.labnet.admin;

import io.labnet.admin.ApiProblem.FieldError;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns whatever a controller throws into a problem detail (RFC 9457); the cause stays here. */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException exception,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var errors =
                exception.getFieldErrors().stream()
                        .map(e -> new FieldError(pointer(e.getField()), said(e)))
                        .toList();
        return problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid", "Some fields are bad.", errors);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException exception,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var cause = exception.getMostSpecificCause().getMessage();
        var reason = cause == null ? "it is empty or not JSON" : cause.lines().findFirst().get();
        return problem(
                HttpStatus.BAD_REQUEST,
                "unreadable",
                "The request body cannot be read: " + reason,
                List.of());
    }

    /** A query such as {@code ?q=%zz}, which the servlet container cannot decode. */
    @ExceptionHandler
    ResponseEntity<Object> undecodable(InvalidParameterException exception) {
        return problem(
                HttpStatus.BAD_REQUEST,
                "unreadable",
                "The query cannot be read: a % must be followed by two hexadecimal digits.",
                List.of());
    }

    /** 503: an admin tries again later. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> away(AwayException exception) {
        LOG.warn("A store cannot do it now", exception);
        var problem = ApiProblem.unavailable(exception.told());
        return ResponseEntity.status(problem.getStatusCode()).body(problem.getBody());
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDetail> unforeseen(Exception exception, WebRequest request) {
        LOG.error("{} failed", request.getDescription(false), exception);
        return ResponseEntity.internalServerError()
                .body(
                        ApiProblem.body(
                                HttpStatus.INTERNAL_SERVER_ERROR,
                                "internal",
                                "This is a bug of ours; the service's log has the cause.",
                                List.of()));
    }

    private static ResponseEntity<Object> problem(
            HttpStatus status, String type, String detail, List<FieldError> errors) {
        return ResponseEntity.status(status).body(ApiProblem.body(status, type, detail, errors));
    }

    // Spring says records[0].ttl where RFC 6901 says /records/0/ttl.
    private static String pointer(String field) {
        return "/" + field.replace("[", ".").replace("]", "").replace('.', '/');
    }

    private static String said(org.springframework.validation.FieldError error) {
        var message = error.getDefaultMessage();
        return message == null ? "is not valid" : message;
    }
}
