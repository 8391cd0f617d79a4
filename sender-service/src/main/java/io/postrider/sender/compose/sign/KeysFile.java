package io.postrider.sender.compose.sign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * {@code dkim.yaml} as it was read, together with the texts of the keys that it refers to. Two are equal if nothing has
 * changed, neither in the file nor behind its references.
 */
record KeysFile(List<Domain> domains) {
    private static final int MAX_BYTES = 1 << 20;
    private static final Pattern DNS_NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*");

    /** @param name as {@link SigningKeys#name} makes it */
    record Domain(String name, boolean subdomains, List<Selector> selectors) {}

    /** @param place of the key in the file, for faults */
    record Selector(String name, String place, KeyReference reference, String pem) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Blocks. @throws KeysFileException if the file or a key is missing or the file says something else than keys */
    static KeysFile read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("it is larger than %d bytes".formatted(MAX_BYTES));
            }
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new KeysFileException(
                    "DKIM keys file %s does not exist: create it or change postrider.compose.dkim"
                            .formatted(file.toAbsolutePath()),
                    e);
        } catch (MarkedYAMLException e) {
            // Its own message quotes the lines around, where somebody may have put a key; so does it as a cause.
            throw fault(file, "line %d: %s".formatted(e.getProblemMark().getLine() + 1, e.getProblem()), null);
        } catch (IOException | IllegalArgumentException | YAMLException e) {
            throw fault(file, e.getMessage(), e);
        }
    }

    static KeysFileException fault(Path file, String problem, Exception cause) {
        return new KeysFileException("DKIM keys file %s: %s".formatted(file.toAbsolutePath(), problem), cause);
    }

    private static KeysFile parse(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        Object root = new Yaml(new SafeConstructor(options)).load(yaml);
        Entry top = new Entry("", root, Set.of("domains"));
        List<Domain> domains = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Entry entry : top.entries("domains", Set.of("domain", "subdomains", "selectors"))) {
            Domain domain = domain(entry);
            if (!names.add(domain.name())) {
                throw entry.fault("domain", "is there before; put all selectors of a domain into one entry");
            }
            domains.add(domain);
        }
        return new KeysFile(List.copyOf(domains));
    }

    private static Domain domain(Entry entry) {
        String name = SigningKeys.name(entry.text("domain"));
        if (!DNS_NAME.matcher(name).matches()) {
            throw entry.fault("domain", "must be a domain name such as shop.example");
        }
        List<Selector> selectors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Entry selector : entry.entries("selectors", Set.of("selector", "key"))) {
            selectors.add(selector(selector));
            if (!names.add(selector.text("selector"))) {
                throw selector.fault("selector", "is there before; each key needs a selector of its own");
            }
        }
        return new Domain(name, entry.flag("subdomains"), List.copyOf(selectors));
    }

    private static Selector selector(Entry entry) {
        String name = entry.text("selector");
        if (!DNS_NAME.matcher(name).matches()) {
            throw entry.fault("selector", "must be a name in DNS, of a-z, 0-9 and '-', such as r2026");
        }
        try {
            KeyReference reference = KeyReference.of(entry.text("key"));
            return new Selector(name, entry.place("key"), reference, reference.text());
        } catch (IllegalArgumentException e) {
            throw entry.fault("key", e.getMessage());
        }
    }

    /** The settings of one entry, with faults that name the place. */
    private static final class Entry {
        private final String path;
        private final Map<?, ?> values;

        Entry(String path, Object value, Set<String> known) {
            this.path = path;
            if (!(value instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException(
                        path.isEmpty() ? "it must hold 'domains:'" : path + " must be a map of settings");
            }
            this.values = map;
            for (Object key : map.keySet()) {
                if (!known.contains(String.valueOf(key))) {
                    String settings = String.join(", ", known.stream().sorted().toList());
                    throw fault(String.valueOf(key), "is not a setting; there are " + settings);
                }
            }
        }

        String place(String setting) {
            return path.isEmpty() ? setting : path + "." + setting;
        }

        IllegalArgumentException fault(String setting, String problem) {
            return new IllegalArgumentException(place(setting) + " " + problem);
        }

        String text(String setting) {
            Object value = values.get(setting);
            return value == null ? "" : value.toString();
        }

        boolean flag(String setting) {
            Object value = values.get(setting);
            if (value != null && !(value instanceof Boolean)) {
                throw fault(setting, "must be true or false");
            }
            return Boolean.TRUE.equals(value);
        }

        List<Entry> entries(String setting, Set<String> known) {
            if (!(values.get(setting) instanceof List<?> list) || list.isEmpty()) {
                throw fault(setting, "must be a list with at least one entry");
            }
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                entries.add(new Entry("%s[%d]".formatted(place(setting), i), list.get(i), known));
            }
            return entries;
        }
    }
}
