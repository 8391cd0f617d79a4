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
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The paths of the API and their methods, from the annotations of the resources. */
@Singleton
public class ResourceMethods {
    private static final List<String> ORDER = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    private final List<Call> calls;

    /** @param literal the template without its parameters; of two matching templates, the longer one applies */
    private record Call(String template, String literal, Pattern path, String httpMethod, Method method) {
        boolean hasParameters() {
            return !template.equals(literal);
        }
    }

    ResourceMethods(BeanManager beans) {
        this.calls = beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .distinct()
                .flatMap(ResourceMethods::calls)
                .toList();
    }

    /** The methods that a path takes, separated by commas, for {@code Allow} (RFC 9110, 10.2.1); empty for an unknown path. */
    String allowedOn(String path) {
        List<Call> matching = calls.stream()
                .filter(call -> call.path().matcher(path).matches())
                .toList();
        Optional<String> meant = matching.stream().map(Call::literal).max(Comparator.comparingInt(String::length));
        return matching.stream()
                .filter(call -> call.literal().equals(meant.get()))
                .map(Call::httpMethod)
                .distinct()
                .sorted(Comparator.comparingInt(ORDER::indexOf))
                .collect(Collectors.joining(", "));
    }

    /** Whether a path has a resource method with this annotation. */
    public Predicate<String> pathsWith(Class<? extends Annotation> annotation) {
        List<Call> annotated = calls.stream()
                .filter(call -> call.method().isAnnotationPresent(annotation))
                .toList();
        Set<String> literals = annotated.stream()
                .filter(call -> !call.hasParameters())
                .map(Call::template)
                .collect(Collectors.toUnmodifiableSet());
        List<Pattern> patterns =
                annotated.stream().filter(Call::hasParameters).map(Call::path).toList();
        return path -> literals.contains(path)
                || patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    private static Stream<Call> calls(Class<?> resource) {
        String root = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods())
                .map(method -> call(root, method))
                .filter(Objects::nonNull);
    }

    private static Call call(String root, Method method) {
        Path path = method.getAnnotation(Path.class);
        String template = path == null ? root : root.equals("/") ? path.value() : root + path.value();
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (http != null) {
                String literal = PARAMETER.matcher(template).replaceAll("");
                return new Call(template, literal, pattern(template), http.value(), method);
            }
        }
        return null;
    }

    private static Pattern pattern(String template) {
        return Pattern.compile(
                Arrays.stream(PARAMETER.split(template, -1)).map(Pattern::quote).collect(Collectors.joining(".+")));
    }
}
