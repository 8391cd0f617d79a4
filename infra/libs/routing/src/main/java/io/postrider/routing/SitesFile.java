package io.postrider.routing;

import io.postrider.files.Settings;
import io.postrider.files.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code sites.yaml}: the built-in one, and an operator's, whose sites replace those of the same name. */
public final class SitesFile {
    private static final String SHIPPED = "sites.yaml";
    private static final int DEFAULT_CONNECTIONS = 10;
    private static final Set<String> SETTINGS = Shaping.settings(Set.of("name", "domains", "mx"));

    private SitesFile() {}

    /** The sites that come with Postrider. */
    public static Sites shipped() {
        return new Sites(parse(text()));
    }

    /** @throws io.postrider.files.FileException if the file is missing or unusable */
    public static Sites read(Path file) {
        return YamlFile.read(file, "sites file", "postrider.sites.file", yaml -> {
            Map<String, Site> sites = new LinkedHashMap<>();
            parse(text()).forEach(site -> sites.put(site.name(), site));
            parse(yaml).forEach(site -> sites.put(site.name(), site));
            List<Site> all = List.copyOf(sites.values());
            eachDomainOnce(all);
            return new Sites(all);
        });
    }

    private static List<Site> parse(String yaml) {
        List<Site> sites = new ArrayList<>();
        for (Settings settings : YamlFile.entries(yaml, "sites", SETTINGS)) {
            String name = settings.name();
            if (sites.stream().anyMatch(site -> site.name().equals(name))) {
                throw settings.fault("name", "is the name of an earlier site; names must be unique");
            }
            Set<String> domains = settings.words("domains");
            Set<String> mx = settings.words("mx");
            if (domains.isEmpty() && mx.isEmpty()) {
                throw settings.fault("domains", "or mx must name at least one");
            }
            sites.add(new Site(name, domains, mx, Shaping.read(settings, 1, DEFAULT_CONNECTIONS)));
        }
        eachDomainOnce(sites);
        return sites;
    }

    private static void eachDomainOnce(List<Site> sites) {
        Map<String, String> owners = new HashMap<>();
        for (Site site : sites) {
            for (String domain : site.domains()) {
                String other = owners.put(domain, site.name());
                if (other != null) {
                    throw new IllegalArgumentException(
                            "domain %s belongs to the sites %s and %s; it must belong to one only"
                                    .formatted(domain, other, site.name()));
                }
            }
        }
    }

    private static String text() {
        try (InputStream shipped = SitesFile.class.getResourceAsStream(SHIPPED)) {
            if (shipped == null) {
                throw new IllegalStateException(SHIPPED + " is missing from the jar");
            }
            return new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
