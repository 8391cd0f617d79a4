package io.postrider.ingest.app;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The OpenAPI document: each feature describes its calls in a file {@value #FILE} beside its classes, and the head and what features
 * share are in that of {@code web}. It is written by hand, since bodies are read field by field.
 */
@Singleton
@Startup
public class OpenApiDocument {
    static final String FILE = "openapi.yaml";

    private static final String ROOT = "io.postrider.ingest";

    /** What only the part with the head has. */
    private static final String HEAD = "openapi";

    private final byte[] yaml;

    OpenApiDocument(BeanManager beans) {
        Map<String, Class<?>> packages = new TreeMap<>();
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            String name = bean.getBeanClass().getPackageName();
            if (name.startsWith(ROOT)) {
                packages.putIfAbsent(name, bean.getBeanClass());
            }
        }
        this.yaml = assemble(packages.values().stream()
                        .map(OpenApiDocument::part)
                        .filter(Objects::nonNull)
                        .toList())
                .getBytes(StandardCharsets.UTF_8);
    }

    byte[] yaml() {
        return yaml;
    }

    /** Null for a package without a file. */
    private static String part(Class<?> type) {
        try (InputStream file = type.getResourceAsStream(FILE)) {
            return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One document of all parts, the one with the head first.
     *
     * @throws IllegalStateException if two parts have the same call or component
     */
    public static String assemble(List<String> parts) {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        Yaml reader = new Yaml(new SafeConstructor(strict));
        Map<Object, Object> whole = new LinkedHashMap<>();
        parts.stream()
                .<Map<?, ?>>map(reader::load)
                .sorted(Comparator.comparing(part -> !part.containsKey(HEAD)))
                .forEach(part -> add(whole, part, ""));
        DumperOptions form = new DumperOptions();
        form.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        form.setSplitLines(false);
        return new Yaml(new Representer(form), form).dump(whole);
    }

    @SuppressWarnings("unchecked")
    private static void add(Map<Object, Object> whole, Map<?, ?> part, String place) {
        part.forEach((name, value) -> {
            String at = place + "/" + name;
            Object present = whole.get(name);
            if (present == null) {
                whole.put(name, value);
            } else if (present instanceof Map<?, ?> map && value instanceof Map<?, ?> more) {
                add((Map<Object, Object>) map, more, at);
            } else if (present instanceof List<?> list && value instanceof List<?> more) {
                List<Object> all = new ArrayList<>(list);
                all.addAll(more);
                whole.put(name, all);
            } else {
                throw new IllegalStateException("two files %s have %s".formatted(FILE, at));
            }
        });
    }
}
