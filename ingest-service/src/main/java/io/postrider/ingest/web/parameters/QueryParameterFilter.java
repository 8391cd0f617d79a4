package io.postrider.ingest.web.parameters;

import io.postrider.text.Spelling;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses query parameters that are unknown, empty or duplicated, since they would silently have no effect or the wrong
 * one. A call with parameters reports these faults together with those of the values.
 */
@Singleton
public class QueryParameterFilter {
    /** Maximum characters of an unknown name that the answer repeats. */
    private static final int SHOWN = 50;

    // One entry for each call of the API.
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ResourceInfo call, UriInfo uri, RoutingContext context) {
        if (uri.getQueryParameters().isEmpty()) {
            return;
        }
        Set<String> names = known.computeIfAbsent(call.getResourceMethod(), QueryParameterFilter::names);
        QueryParameters parameters = new QueryParameters();
        uri.getQueryParameters().forEach((name, values) -> {
            if (!names.contains(name)) {
                parameters.fault(shown(name), unknown(name, names));
            } else if (values.stream().anyMatch(String::isEmpty)) {
                parameters.fault(name, "is empty; give a value, or leave it out");
            } else if (values.size() > 1) {
                parameters.fault(name, "is given %,d times; give it once".formatted(values.size()));
            }
        });
        if (names.isEmpty()) {
            parameters.check();
        } else if (parameters.any()) {
            parameters.carriedBy(context);
        }
    }

    private static String unknown(String name, Set<String> names) {
        return "is not a parameter of this call"
                + Spelling.nearest(name, names)
                        .map(near -> "; did you mean `%s`?".formatted(near))
                        .orElse(names.isEmpty() ? ", which takes none" : ", which takes " + String.join(", ", names));
    }

    private static String shown(String name) {
        return name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
    }

    private static Set<String> names(Method method) {
        return Arrays.stream(method.getParameters())
                .map(parameter -> parameter.getAnnotation(QueryParam.class))
                .filter(Objects::nonNull)
                .map(QueryParam::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
