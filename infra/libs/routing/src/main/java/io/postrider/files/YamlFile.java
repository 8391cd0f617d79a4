package io.postrider.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads settings files. */
public final class YamlFile {
    private static final int MAX_BYTES = 1 << 20;

    private YamlFile() {}

    /**
     * @param the file's name in messages, such as {@code routes file}
     * @param setting that names it, such as {@code postrider.routes.file}
     * @param parser parses the text; its IllegalArgumentException states what to change
     * @throws FileException if the file is missing or unusable
     */
    public static <T> T read(Path file, String what, String setting, Function<String, T> parser) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("it is larger than %d bytes".formatted(MAX_BYTES));
            }
            return parser.apply(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new FileException(
                    "%s %s does not exist: create it or set %s".formatted(what, file.toAbsolutePath(), setting), e);
        } catch (MarkedYAMLException e) {
            // The parser's message quotes the surrounding lines, which may contain a secret; so would the exception as
            // a cause.
            String problem = "line %d: %s".formatted(e.getProblemMark().getLine() + 1, e.getProblem());
            throw new FileException("%s %s: %s".formatted(what, file.toAbsolutePath(), problem), null);
        } catch (IOException | IllegalArgumentException | YAMLException e) {
            throw new FileException("%s %s: %s".formatted(what, file.toAbsolutePath(), e.getMessage()), e);
        }
    }

    /**
     * The entries of a text that consists of one list: {@code list:} and nothing else.
     *
     * @param known the settings that an entry may have
     * @throws IllegalArgumentException whose message states what to change
     */
    public static List<Settings> entries(String yaml, String list, Set<String> known) {
        Object root = load(yaml);
        if (!(root instanceof Map<?, ?> top) || !(top.get(list) instanceof List<?> given) || given.isEmpty()) {
            throw new IllegalArgumentException("it must contain '%s:' with at least one entry".formatted(list));
        }
        if (top.size() > 1) {
            throw new IllegalArgumentException("it must contain '%s:' and nothing else".formatted(list));
        }
        return Settings.each(list, given, known);
    }

    private static Object load(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        try {
            return new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (ClassCastException e) {
            throw new IllegalArgumentException("a tag (!!) does not match its value", e);
        }
    }
}
