package io.postrider.ingest.api;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestPath;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;

/** All that the running application routes, as the framework has it: a new endpoint is among them without further doing. */
public final class Endpoints {
    private Endpoints() {}

    /** @param path with a value in the place of each parameter */
    public record Endpoint(String method, String path) {}

    public static List<Endpoint> all(Router router) {
        List<Endpoint> endpoints = new ArrayList<>(resources());
        // Those that are no resources: each must be guarded, too.
        router.getRoutes().stream()
                .map(Route::getPath)
                .filter(Objects::nonNull)
                .filter(path -> !path.equals("/"))
                .map(path -> new Endpoint("GET", path))
                .forEach(endpoints::add);
        return endpoints;
    }

    public static List<Endpoint> resources() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (RequestPath<InitialMatch> path :
                ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers()) {
            for (ServerRestHandler handler : path.value.handlers) {
                if (handler instanceof ClassRoutingHandler routing) {
                    routing.getMappers()
                            .forEach((method, mapper) -> mapper.getTemplates()
                                    .forEach(template -> endpoints.add(endpoint(method, template.value))));
                }
            }
        }
        return endpoints;
    }

    private static Endpoint endpoint(String method, RuntimeResource resource) {
        String path = resource.getClassPath().template + "/" + resource.getPath().template;
        // No id and no route has this form: the right key changes nothing.
        String filled = path.replaceAll("\\{[^}]*}", "No_Such").replaceAll("/+", "/");
        return new Endpoint(
                Objects.requireNonNullElse(resource.getHttpMethod(), Objects.requireNonNullElse(method, "GET")),
                filled.length() > 1 && filled.endsWith("/") ? filled.substring(0, filled.length() - 1) : filled);
    }
}
