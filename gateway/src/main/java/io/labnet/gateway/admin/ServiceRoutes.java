package io.labnet.gateway.admin;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.setPath;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import io.labnet.gateway.upstream.Upstream;
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
     * @param upstreams one a service, 1 or more
     */
    public static RouterFunction<ServerResponse> to(List<Upstream> upstreams) {
        return upstreams.stream()
                .map(ServiceRoutes::to)
                .reduce(RouterFunction::and)
                .orElseThrow(
                        () -> new IllegalArgumentException("labnet.gateway.services is empty"));
    }

    private static RouterFunction<ServerResponse> to(Upstream upstream) {
        var service = upstream.service();
        var api = "/api/" + service.noun();
        var description =
                route(service.name() + "-openapi")
                        .GET(api + "/openapi", http())
                        .before(setPath("/v3/api-docs"))
                        .before(uri(service.url()))
                        .before(by(upstream))
                        .build();
        var everything =
                route(service.name())
                        .route(path(api + "/**"), http())
                        .before(uri(service.url()))
                        .before(by(upstream))
                        .build();
        return description.and(everything);
    }

    private static UnaryOperator<ServerRequest> by(Upstream upstream) {
        return request -> {
            request.attributes().put(Forwarding.UPSTREAM, upstream);
            return request;
        };
    }
}
