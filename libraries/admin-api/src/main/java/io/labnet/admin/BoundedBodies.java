package io.labnet.admin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Reads no more of what is sent to a controller than an admin needs; files have ways of their own.
 */
@RestControllerAdvice
public class BoundedBodies extends RequestBodyAdviceAdapter {
    static final int BYTES_MAX = 1 << 20;

    private record Body(HttpHeaders getHeaders, InputStream getBody) implements HttpInputMessage {}

    @Override
    public boolean supports(
            MethodParameter parameter,
            Type target,
            Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    public HttpInputMessage beforeBodyRead(
            HttpInputMessage input,
            MethodParameter parameter,
            Type target,
            Class<? extends HttpMessageConverter<?>> converter)
            throws IOException {
        var whole = input.getBody().readNBytes(BYTES_MAX + 1);
        if (whole.length > BYTES_MAX) {
            throw ApiProblem.tooLarge(
                    "The request body is longer than %,d bytes.".formatted(BYTES_MAX));
        }
        return new Body(input.getHeaders(), new ByteArrayInputStream(whole));
    }
}
