package io.labnet.admin;

import static java.util.stream.Collectors.toUnmodifiableSet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses a DELETE with a parameter that its handler does not know: {@code ?prefx=/a} must not be
 * read as a wish to throw everything away.
 */
final class KnownParameters implements HandlerInterceptor {
    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();
    private final Map<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && HttpMethod.DELETE.matches(request.getMethod())) {
            var expected = known.computeIfAbsent(method, this::parameters);
            for (var name : request.getParameterMap().keySet()) {
                if (!expected.contains(name)) {
                    throw ApiProblem.invalid("/" + name, "there is no parameter " + name + " here");
                }
            }
        }
        return true;
    }

    private Set<String> parameters(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .map(this::name)
                .collect(toUnmodifiableSet());
    }

    private String name(MethodParameter parameter) {
        parameter.initParameterNameDiscovery(names);
        var said = parameter.getParameterAnnotation(RequestParam.class);
        return said == null || said.name().isEmpty()
                ? String.valueOf(parameter.getParameterName())
                : said.name();
    }
}
