package io.postrider.images.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** An image in a tar, unpacked as a container would see it. */
public final class SavedImage {
    private final JsonNode config;
    private final Path root;

    private SavedImage(JsonNode config, Path root) {
        this.config = config;
        this.root = root;
    }

    public static SavedImage unpack(Path tar, Path folder) {
        try {
            Shell.run("rm", "-rf", folder.toString());
            Path parts = Files.createDirectories(folder.resolve("parts"));
            Path root = Files.createDirectories(folder.resolve("root"));
            Shell.run("tar", "-xf", tar.toString(), "-C", parts.toString());
            ObjectMapper json = new ObjectMapper();
            JsonNode manifest =
                    json.readTree(parts.resolve("manifest.json").toFile()).get(0);
            for (JsonNode layer : manifest.path("Layers")) {
                String file = parts.resolve(layer.asText()).toString();
                Shell.run(
                        "tar", "--warning=no-unknown-keyword", "--numeric-owner", "-xpf", file, "-C", root.toString());
            }
            Path config = parts.resolve(manifest.path("Config").asText());
            return new SavedImage(json.readTree(config.toFile()).path("config"), root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Jib writes no STOPSIGNAL; SIGTERM is what engines send then. */
    public Image image() {
        Map<String, String> values = new TreeMap<>();
        values.put("USER", config.path("User").asText());
        values.put("WORKDIR", config.path("WorkingDir").asText());
        Map<String, String> environment = new TreeMap<>();
        for (JsonNode pair : config.path("Env")) {
            String[] parts = pair.asText().split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        List<Integer> ports = new ArrayList<>();
        config.path("ExposedPorts")
                .fieldNames()
                .forEachRemaining(port -> ports.add(Integer.valueOf(port.replace("/tcp", ""))));
        Map<String, String> labels = new TreeMap<>();
        config.path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        List<String> entrypoint = new ArrayList<>();
        config.path("Entrypoint").forEach(word -> entrypoint.add(word.asText()));
        return Image.of(values, entrypoint, environment, ports, labels);
    }

    /** Files that are in one of the two only, or differ in content, permissions, time or owner. */
    public List<String> differencesTo(Path other) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> mine = paths(root);
        TreeSet<String> theirs = paths(other);
        mine.stream()
                .filter(path -> !theirs.contains(path))
                .forEach(path -> differences.add("only in the tar: " + path));
        theirs.stream()
                .filter(path -> !mine.contains(path))
                .forEach(path -> differences.add("not in the tar: " + path));
        mine.stream().filter(theirs::contains).forEach(path -> compare(path, other, differences));
        return differences;
    }

    private void compare(String path, Path other, List<String> differences) {
        Path mine = root.resolve(path);
        Path theirs = other.resolve(path);
        try {
            Map<String, Object> owner = Files.readAttributes(mine, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
            if (!owner.get("uid").equals(0) || !owner.get("gid").equals(0)) {
                differences.add("owned by %s: %s".formatted(owner, path));
            }
            if (!Files.getPosixFilePermissions(mine).equals(Files.getPosixFilePermissions(theirs))) {
                differences.add("other permissions: " + path);
            }
            if (Files.isDirectory(mine)) {
                return;
            }
            if (Files.mismatch(mine, theirs) >= 0) {
                differences.add("other content: " + path);
            }
            if (Files.getLastModifiedTime(mine).toInstant().getEpochSecond()
                    != Files.getLastModifiedTime(theirs).toInstant().getEpochSecond()) {
                differences.add("another time: " + path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TreeSet<String> paths(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            TreeSet<String> paths = new TreeSet<>();
            files.filter(each -> !each.equals(root))
                    .forEach(each -> paths.add(root.relativize(each).toString()));
            return paths;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
