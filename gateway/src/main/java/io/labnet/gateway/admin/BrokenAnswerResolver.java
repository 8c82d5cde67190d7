package io.labnet.gateway.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Tells of a broken answer: with a 502 while there is time for it. Later the servlet container gets
 * to know, and closes the connection, so that half an answer never looks like a whole one.
 */
public final class BrokenAnswerResolver implements HandlerExceptionResolver, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenAnswerResolver.class);

    private final ProblemWriter problems;

    public BrokenAnswerResolver(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception exception) {
        // Spring Cloud Gateway wraps what its responses throw.
        if (exception.getCause() instanceof BrokenAnswer broken) {
            return tell(broken, response);
        }
        return null;
    }

    private ModelAndView tell(BrokenAnswer broken, HttpServletResponse response) {
        if (response.isCommitted()) {
            throw broken;
        }
        try {
            response.reset();
            problems.write(
                    response,
                    HttpStatus.BAD_GATEWAY,
                    "broken-answer",
                    String.valueOf(broken.getMessage()));
        } catch (IOException clientLeft) {
            LOG.debug("Nobody is there to be told of a broken answer", clientLeft);
        }
        return new ModelAndView();
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
