package io.labnet.gateway.admin;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.setPath;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import io.labnet.gateway.upstream.Upstreams;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Which paths lead to which service: {@code /api/<noun>/**}, and its OpenAPI beside it. */
public final class ServiceRoutes {
    private ServiceRoutes() {}

    /**
     * The routes to some services.
     *
     * @param services the ways to each, one a service, 1 or more
     */
    public static RouterFunction<ServerResponse> to(List<Upstreams> services) {
        return services.stream()
                .map(ServiceRoutes::to)
                .reduce(RouterFunction::and)
                .orElseThrow(
                        () -> new IllegalArgumentException("labnet.gateway.services is empty"));
    }

    private static RouterFunction<ServerResponse> to(Upstreams upstreams) {
        var service = upstreams.service();
        var api = "/api/" + service.noun();
        var description =
                route(service.name() + "-openapi")
                        .GET(api + "/openapi", http())
                        .before(setPath("/v3/api-docs"))
                        .before(uri(service.url()))
                        .before(by(upstreams))
                        .build();
        var everything =
                route(service.name())
                        .route(path(api + "/**"), http())
                        .before(uri(service.url()))
                        .before(by(upstreams))
                        .build();
        return description.and(everything);
    }

    private static UnaryOperator<ServerRequest> by(Upstreams upstreams) {
        return request -> {
            request.attributes().put(Forwarding.UPSTREAMS, upstreams);
            return request;
        };
    }
}
