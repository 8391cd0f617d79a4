package io.postrider.sender.compose.sign;

import io.postrider.files.FileException;
import io.postrider.files.Reference;
import io.postrider.files.Settings;
import io.postrider.files.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The content of {@code dkim.yaml}, together with the keys that it refers to. Two are equal if neither the file nor any
 * key has changed.
 */
record KeysFile(List<Domain> domains) {
    private static final String WHAT = "DKIM keys file";
    private static final Pattern DNS_NAME =
            Pattern.compile("(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*");

    /** @param name as {@link SigningKeys#name} makes it */
    record Domain(String name, boolean subdomains, List<Selector> selectors) {}

    /** @param place of the key in the file, for error messages */
    record Selector(String name, String place, Reference reference, String pem) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Blocks.
     *
     * @throws FileException if the file or a key is missing, or the file is not a valid keys file
     */
    static KeysFile read(Path file) {
        return YamlFile.read(file, WHAT, "postrider.compose.dkim", KeysFile::parse);
    }

    static FileException fault(Path file, String problem, Exception cause) {
        return new FileException("%s %s: %s".formatted(WHAT, file.toAbsolutePath(), problem), cause);
    }

    private static KeysFile parse(String yaml) {
        List<Domain> domains = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Settings entry : YamlFile.entries(yaml, "domains", Set.of("domain", "subdomains", "selectors"))) {
            Domain domain = domain(entry);
            if (!names.add(domain.name())) {
                throw entry.fault("domain", "appears more than once; put all selectors of a domain into one entry");
            }
            domains.add(domain);
        }
        return new KeysFile(List.copyOf(domains));
    }

    private static Domain domain(Settings entry) {
        String name = SigningKeys.name(entry.text("domain", ""));
        if (!DNS_NAME.matcher(name).matches()) {
            throw entry.fault("domain", "must be a domain name such as shop.example");
        }
        List<Selector> selectors = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Settings given : entry.entries("selectors", Set.of("selector", "key"))) {
            Selector selector = selector(given);
            if (!names.add(selector.name())) {
                throw given.fault("selector", "appears more than once; each key needs a different selector");
            }
            selectors.add(selector);
        }
        return new Domain(name, entry.truth("subdomains", false), List.copyOf(selectors));
    }

    private static Selector selector(Settings entry) {
        String name = entry.text("selector", "");
        if (!DNS_NAME.matcher(name).matches()) {
            throw entry.fault("selector", "must be a DNS name of a-z, 0-9 and '-', such as r2026");
        }
        try {
            Reference reference = Reference.of(entry.text("key", ""));
            return new Selector(name, entry.place("key"), reference, reference.text());
        } catch (IllegalArgumentException e) {
            throw entry.fault("key", e.getMessage());
        }
    }
}
