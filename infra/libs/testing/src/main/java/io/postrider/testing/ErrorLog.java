package io.postrider.testing;

import static org.junit.jupiter.api.extension.ExtensionContext.Namespace.create;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Watches the log of each test class: a test that passes but logs an error hides a defect of the code or of the test.
 */
public final class ErrorLog implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private static final String WATCH = "watch";
    private static final String BEFORE = "before";

    @Override
    public void beforeAll(ExtensionContext context) {
        Watch watch = new Watch(expected(context.getRequiredTestClass()));
        store(context).put(WATCH, watch);
        watch.begin();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        // Once more: Quarkus replaces the filter when the service starts, which is after all of beforeAll.
        watch(context).begin();
        store(context).put(BEFORE, watch(context).counts());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        @SuppressWarnings("unchecked")
        Map<String, Integer> before = store(context).get(BEFORE, Map.class);
        if (context.getExecutionException().isPresent()) {
            return;
        }
        List<String> expected = expected(context.getRequiredTestMethod()).toList();
        if (!expected.isEmpty()) {
            Patience.await("errors that match " + expected)
                    .until(() -> expected.stream()
                            .allMatch(pattern -> watch(context).counts().get(pattern) > before.get(pattern)));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> unexpected = watch(context).end();
        if (!unexpected.isEmpty()) {
            throw new AssertionError("%d unexpected errors were logged:%n%s"
                    .formatted(unexpected.size(), String.join(System.lineSeparator(), unexpected)));
        }
    }

    private static Watch watch(ExtensionContext context) {
        return store(context).get(WATCH, Watch.class);
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(create(ErrorLog.class));
    }

    /** Of a class and all its methods: what one test provokes may be logged while the next one runs. */
    private static Stream<String> expected(Class<?> tests) {
        Stream<Class<?>> classes = Stream.iterate(tests, one -> one != null, Class::getSuperclass);
        return classes.flatMap(one -> Stream.concat(Stream.of(one), Stream.of(one.getDeclaredMethods())))
                .flatMap(ErrorLog::expected)
                .distinct();
    }

    /** Compared by name: the test of a service has a different class loader, with its own copy of the annotation. */
    private static Stream<String> expected(AnnotatedElement element) {
        Optional<Annotation> found = Stream.of(element.getDeclaredAnnotations())
                .filter(annotation -> annotation.annotationType().getName().equals(ExpectedErrors.class.getName()))
                .findFirst();
        try {
            return found.isEmpty()
                    ? Stream.of()
                    : Stream.of((String[])
                            found.get().annotationType().getMethod("value").invoke(found.get()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
