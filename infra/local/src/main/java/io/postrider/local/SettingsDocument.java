package io.postrider.local;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Compares {@code infra/docs/configuration.md} with the settings of a service. */
public final class SettingsDocument {
    private static final String FILE = "infra/docs/configuration.md";

    private SettingsDocument() {}

    /** The document's gaps, a line each: a setting that is missing, or has another default. */
    public static List<String> faults(Class<?>... mappings) {
        String document = read();
        List<String> faults = new ArrayList<>();
        for (Class<?> mapping : mappings) {
            Map<String, String> settings = new TreeMap<>();
            collect(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, settings);
            settings.forEach((name, byDefault) -> {
                String cell =
                        byDefault == null ? "| `%s` |".formatted(name) : "| `%s` | `%s` |".formatted(name, byDefault);
                if (!document.contains(cell)) {
                    faults.add(FILE + " has no row that begins with " + cell);
                }
            });
        }
        return faults;
    }

    private static void collect(String prefix, Class<?> mapping, Map<String, String> settings) {
        for (Method setting : mapping.getMethods()) {
            String name = prefix + "." + kebab(setting.getName());
            if (setting.getGenericReturnType() instanceof ParameterizedType map && map.getRawType() == Map.class) {
                collect(name + ".<name>", (Class<?>) map.getActualTypeArguments()[1], settings);
            } else if (setting.getReturnType().getEnclosingClass() == mapping) {
                collect(name, setting.getReturnType(), settings);
            } else {
                WithDefault byDefault = setting.getAnnotation(WithDefault.class);
                settings.put(name, byDefault == null ? null : byDefault.value());
            }
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String read() {
        try {
            return Files.readString(ProjectHome.find().resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
