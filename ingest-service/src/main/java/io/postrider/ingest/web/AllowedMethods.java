package io.postrider.ingest.web;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The methods that a path of the API supports, from the annotations of the resources, for the {@code Allow} field (RFC
 * 9110, 10.2.1).
 */
@Singleton
class AllowedMethods {
    private static final List<String> ORDER = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    private final List<Route> routes;

    /** @param literal the template without its parameters; of two matching templates, the longer one applies */
    private record Route(String literal, Pattern path, String method) {}

    AllowedMethods(BeanManager beans) {
        this.routes = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .distinct()
                .flatMap(AllowedMethods::routes)
                .toList();
    }

    /** The methods, separated by commas; empty for an unknown path. */
    String on(String path) {
        List<Route> matching = routes.stream()
                .filter(route -> route.path().matcher(path).matches())
                .toList();
        Optional<String> meant = matching.stream().map(Route::literal).max(Comparator.comparingInt(String::length));
        return matching.stream()
                .filter(route -> route.literal().equals(meant.get()))
                .map(Route::method)
                .distinct()
                .sorted(Comparator.comparingInt(ORDER::indexOf))
                .collect(Collectors.joining(", "));
    }

    private static Stream<Route> routes(Class<?> resource) {
        String root = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods())
                .map(method -> route(root, method))
                .filter(Objects::nonNull);
    }

    private static Route route(String root, Method method) {
        Path path = method.getAnnotation(Path.class);
        String template = path == null ? root : root.equals("/") ? path.value() : root + path.value();
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (http != null) {
                return new Route(PARAMETER.matcher(template).replaceAll(""), pattern(template), http.value());
            }
        }
        return null;
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(
                Arrays.stream(PARAMETER.split(template, -1)).map(Pattern::quote).collect(Collectors.joining(".+")));
    }
}
