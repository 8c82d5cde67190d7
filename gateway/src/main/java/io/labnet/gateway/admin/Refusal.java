package io.labnet.gateway.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** What somebody is told who may not come in: a challenge (RFC 6750 section 3) and a problem. */
public final class Refusal implements AuthenticationEntryPoint, AccessDeniedHandler {
    private static final String CHALLENGE = "Bearer realm=\"labnet\"";

    private final ProblemWriter problems;
    private final Counts counts;

    public Refusal(ProblemWriter problems, Counts counts) {
        this.problems = problems;
        this.counts = counts;
    }

    @Override
    public void commence(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException reason)
            throws IOException {
        if (reason instanceof OAuth2AuthenticationException) {
            // RFC 6750 section 3.1: the error is named only to those who sent a token.
            response.setHeader(
                    HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\"");
            refuse(response, HttpStatus.UNAUTHORIZED, "This is not the lab's admin key.");
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
            refuse(
                    response,
                    HttpStatus.UNAUTHORIZED,
                    "The lab's admin key is needed: send it as Authorization: Bearer <key>.");
        }
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException {
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"insufficient_scope\"");
        refuse(response, HttpStatus.FORBIDDEN, "This key does not open " + request.getRequestURI());
    }

    private void refuse(HttpServletResponse response, HttpStatus status, String detail)
            throws IOException {
        counts.rejected().increment();
        var type = status == HttpStatus.FORBIDDEN ? "forbidden" : "unauthorized";
        problems.write(response, status, type, detail);
    }
}
