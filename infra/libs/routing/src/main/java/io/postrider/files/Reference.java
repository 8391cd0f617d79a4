package io.postrider.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reference to a secret: {@code ${file:/path}} or {@code ${env:NAME}}.
 *
 * @param inFile whether it refers to a file, otherwise to an environment variable
 * @param place the file's path or the variable's name
 */
public record Reference(boolean inFile, String place) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:(file):([^}]+)|env:([A-Za-z_][A-Za-z0-9_]*))}");
    private static final int MAX_BYTES = 64 * 1_024;

    /**
     * @throws IllegalArgumentException for anything except a reference; the message does not quote it, since it may be
     * the secret itself
     */
    public static Reference of(String text) {
        Matcher matcher = REFERENCE.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a reference, ${file:/path} or ${env:NAME}, never the secret itself");
        }
        return new Reference(matcher.group(1) != null, matcher.group(matcher.group(1) != null ? 2 : 3));
    }

    /** Whether a text is a reference. */
    public static boolean is(String text) {
        return REFERENCE.matcher(text).matches();
    }

    /**
     * The value that it refers to. Blocks.
     *
     * @throws IllegalArgumentException if it cannot be resolved
     */
    public String text() {
        if (!inFile) {
            String value = System.getenv(place);
            if (value == null) {
                throw new IllegalArgumentException("%s: the environment variable is not set".formatted(this));
            }
            return value;
        }
        try {
            Path file = Path.of(place);
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("%s is larger than %d bytes".formatted(this, MAX_BYTES));
            }
            return Files.readString(file);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("%s cannot be read: %s".formatted(this, e), e);
        }
    }

    @Override
    public String toString() {
        return "${" + (inFile ? "file:" : "env:") + place + "}";
    }
}
