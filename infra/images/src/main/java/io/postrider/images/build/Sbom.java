package io.postrider.images.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.parsers.JsonParser;

/** A service's bill of materials, compared with what is packaged. */
public final class Sbom {
    /** Folders that hold jars of others; app and quarkus are made of our own code by the build. */
    private static final String LIBRARIES = "lib/";

    private final Path file;
    private final JsonNode document;

    private Sbom(Path file, JsonNode document) {
        this.file = file;
        this.document = document;
    }

    public static Sbom read(Path file) {
        try {
            return new Sbom(file, new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The violations of the CycloneDX schema of its version. */
    public List<String> schemaFaults() {
        String written = document.path("specVersion").asText();
        for (Version version : Version.values()) {
            if (version.getVersionString().equals(written)) {
                try {
                    return new JsonParser()
                            .validate(file.toFile(), version).stream()
                                    .map(ParseException::getMessage)
                                    .toList();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return List.of("CycloneDX has no version " + written);
    }

    /** Jars that it does not name or that are not there, and those whose SHA-256 is another one. */
    public List<String> faultsAgainst(Path quarkusApp) {
        Map<String, String> named = named();
        Map<String, Path> there = jars(quarkusApp);
        List<String> faults = new ArrayList<>();
        there.forEach((name, jar) -> {
            if (!named.containsKey(name)) {
                faults.add("not named: " + name);
            } else if (!named.get(name).equals(sha256(jar))) {
                faults.add("named with another SHA-256: " + name);
            }
        });
        named.keySet().stream()
                .filter(name -> !there.containsKey(name))
                .forEach(name -> faults.add("named, but not there: " + name));
        return faults;
    }

    public int libraries() {
        return named().size();
    }

    private Map<String, String> named() {
        Map<String, String> named = new TreeMap<>();
        for (JsonNode component : document.path("components")) {
            for (JsonNode occurrence : component.path("evidence").path("occurrences")) {
                String location = occurrence.path("location").asText();
                if (location.startsWith(LIBRARIES)) {
                    named.put(location, sha256(component));
                }
            }
        }
        return named;
    }

    private static String sha256(JsonNode component) {
        for (JsonNode hash : component.path("hashes")) {
            if (hash.path("alg").asText().equals("SHA-256")) {
                return hash.path("content").asText();
            }
        }
        return "";
    }

    private static Map<String, Path> jars(Path quarkusApp) {
        try (Stream<Path> files = Files.walk(quarkusApp.resolve(LIBRARIES))) {
            Map<String, Path> jars = new TreeMap<>();
            files.filter(Files::isRegularFile)
                    .forEach(jar -> jars.put(quarkusApp.relativize(jar).toString(), jar));
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(Path jar) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
