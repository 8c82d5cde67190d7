package io.labnet.admin;

import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A refusal over REST, as a problem detail (RFC 9457): what was wrong and what to do.
 *
 * <p>Thrown by controllers only; the protocol rooms have outcomes of their own.
 */
public final class ApiProblem extends ErrorResponseException {
    /**
     * One bad field of a request body.
     *
     * @param pointer a JSON pointer (RFC 6901) to the field, such as {@code /records/0/ttl}
     * @param detail what is wrong with it
     */
    public record FieldError(String pointer, String detail) {}

    private ApiProblem(HttpStatus status, String type, String detail, List<FieldError> errors) {
        super(status, body(status, type, detail, errors), null);
    }

    /** 404: there is no such thing. */
    public static ApiProblem notFound(String detail) {
        return new ApiProblem(HttpStatus.NOT_FOUND, "not-found", detail, List.of());
    }

    /** 409: it cannot be done as things stand. */
    public static ApiProblem conflict(String detail) {
        return new ApiProblem(HttpStatus.CONFLICT, "conflict", detail, List.of());
    }

    /**
     * 409: nothing more fits in here; where a service has several instances, another may have room.
     */
    public static ApiProblem houseFull(String detail) {
        return new ApiProblem(HttpStatus.CONFLICT, "house-full", detail, List.of());
    }

    /** 412: somebody else has changed it since the client looked (RFC 9110 section 13.1.1). */
    public static ApiProblem changedMeanwhile(String detail) {
        return new ApiProblem(
                HttpStatus.PRECONDITION_FAILED, "changed-meanwhile", detail, List.of());
    }

    /** 413: more than is read (RFC 9110 section 15.5.14). */
    public static ApiProblem tooLarge(String detail) {
        return new ApiProblem(HttpStatus.CONTENT_TOO_LARGE, "too-large", detail, List.of());
    }

    /** 422: it belongs elsewhere; where a service has several instances, another may take it. */
    public static ApiProblem notHere(String pointer, String detail) {
        return new ApiProblem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "not-here",
                detail,
                List.of(new FieldError(pointer, detail)));
    }

    /** 422: the request was understood, but a field of it cannot be. */
    public static ApiProblem invalid(String pointer, String detail) {
        return new ApiProblem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "invalid",
                detail,
                List.of(new FieldError(pointer, detail)));
    }

    /** 422: several fields cannot be; the detail says what of. */
    public static ApiProblem invalid(String detail, List<FieldError> errors) {
        return new ApiProblem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid", detail, errors);
    }

    /** 503: not now; the detail says who is missing. */
    public static ApiProblem unavailable(String detail) {
        return new ApiProblem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", detail, List.of());
    }

    static ProblemDetail body(
            HttpStatus status, String type, String detail, List<FieldError> errors) {
        var problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create("urn:labnet:problem:" + type));
        if (!errors.isEmpty()) {
            problem.setProperty("errors", errors);
        }
        return problem;
    }
}
