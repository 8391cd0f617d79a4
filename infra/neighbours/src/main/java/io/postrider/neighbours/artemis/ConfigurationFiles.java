package io.postrider.neighbours.artemis;

import io.postrider.neighbours.files.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the broker's configuration, from {@code /broker} on the class path, to a directory, with its placeholders
 * resolved.
 */
public final class ConfigurationFiles {
    private static final List<String> FILES =
            List.of("broker.xml", "login.config", "users.properties", "roles.properties");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+):([^}]*)}");

    private ConfigurationFiles() {}

    /**
     * @param settings take precedence over system properties, these over environment variables, these over the defaults
     */
    public static void write(Path directory, Map<String, String> settings) {
        try {
            PrivateFiles.directory(directory);
            for (String file : FILES) {
                PrivateFiles.write(directory.resolve(file), filled(read(file), settings));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's configuration cannot be written to " + directory, e);
        }
    }

    private static String read(String file) throws IOException {
        try (InputStream in = ConfigurationFiles.class.getResourceAsStream("/broker/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String filled(String text, Map<String, String> settings) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            String value = settings.get(name);
            value = value == null ? System.getProperty(name) : value;
            value = value == null ? System.getenv(name) : value;
            return Matcher.quoteReplacement(value == null ? found.group(2) : value);
        });
    }
}
