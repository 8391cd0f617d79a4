package io.postrider.ingest;

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

/** A query parameter that a call does not know, or that is empty, would be taken for none: it is refused. */
@Singleton
class QueryFilter {
    /** Characters of a wrong name that the answer gives back. */
    private static final int SHOWN = 50;

    // One entry a call of the API.
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ResourceInfo call, UriInfo uri) {
        if (uri.getQueryParameters().isEmpty()) {
            return;
        }
        Set<String> names = known.computeIfAbsent(call.getResourceMethod(), QueryFilter::names);
        uri.getQueryParameters().forEach((name, values) -> {
            if (!names.contains(name)) {
                String takes = names.isEmpty() ? "none" : String.join(", ", names);
                throw Problem.invalid("%s: is no parameter of this call, which takes %s.".formatted(shown(name), takes))
                        .refusal();
            }
            if (values.stream().anyMatch(String::isEmpty)) {
                throw Problem.invalid(name + ": is empty; give a value, or leave it out.")
                        .refusal();
            }
        });
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
