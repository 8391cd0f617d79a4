package io.postrider.local;

import io.postrider.neighbours.files.PrivateFiles;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The passwords and the API key of one system: random, generated on first use, and kept in a file that only its owner
 * can read, so that the data can be used again. Thread-safe.
 */
final class LocalSecrets {
    static final String FILE = "secrets.properties";
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Map<String, String> secrets = new TreeMap<>();

    private LocalSecrets(Path file) {
        this.file = file;
    }

    /** The secrets kept in the directory. */
    static LocalSecrets in(Path directory) {
        LocalSecrets secrets =
                new LocalSecrets(PrivateFiles.directory(directory).resolve(FILE));
        secrets.read();
        return secrets;
    }

    private void read() {
        if (!Files.exists(file)) {
            return;
        }
        Properties kept = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            kept.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kept.stringPropertyNames().forEach(name -> secrets.put(name, kept.getProperty(name)));
    }

    Path directory() {
        return file.getParent();
    }

    /** The secret with this name; it is alphanumeric, so it needs no quoting anywhere. */
    synchronized String of(String name) {
        if (!secrets.containsKey(name)) {
            byte[] random = new byte[BYTES];
            RANDOM.nextBytes(random);
            secrets.put(name, HexFormat.of().formatHex(random));
            save();
        }
        return secrets.get(name);
    }

    synchronized boolean has(String name) {
        return secrets.containsKey(name);
    }

    private void save() {
        PrivateFiles.write(
                file,
                secrets.entrySet().stream()
                        .map(secret -> "%s=%s%n".formatted(secret.getKey(), secret.getValue()))
                        .collect(Collectors.joining()));
    }
}
