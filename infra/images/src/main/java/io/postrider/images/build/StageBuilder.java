package io.postrider.images.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Executes a container file on this machine: COPY as written, RUN if it calls one of our scripts. Software that the
 * first stages install with a package manager must be installed here; this machine replaces their base images.
 */
public final class StageBuilder {
    /** Where stages keep our scripts and what those make. */
    private static final String SCRIPTS = "/build/";

    private final ContainerFile file;
    private final Path home;
    private final Path context;
    private final Path folder;
    private final Path jdk;
    private final Map<String, Path> done = new HashMap<>();

    /**
     * @param home with the scripts that are copied
     * @param context with the packaged services
     * @param folder gets a folder for each stage
     * @param jdk stands for the image of the JDK
     */
    public StageBuilder(ContainerFile file, Path home, Path context, Path folder, Path jdk) {
        this.file = file;
        this.home = home;
        this.context = context;
        this.folder = folder;
        this.jdk = jdk;
    }

    /** One COPY: a layer. */
    public record Layer(String instruction, List<Entry> entries) {}

    /** @param target its absolute path in the image */
    public record Entry(Path source, String target) {}

    /** The layers of a target, in order; the stages that they copy from are built before. */
    public List<Layer> layers(String target) {
        List<Layer> layers = new ArrayList<>();
        for (BuildStage stage : file.chain(target)) {
            for (BuildStage.Instruction instruction : stage.instructions()) {
                if (instruction.name().equals("COPY")) {
                    layers.add(layer(instruction.text()));
                }
            }
        }
        return layers;
    }

    /** The whole root of a target, unpacked. */
    public Path root(String target) {
        Path root = folder.resolve(target);
        Shell.run("rm", "-rf", root.toString());
        layers(target).forEach(layer -> copy(layer, root));
        return root;
    }

    private Path build(BuildStage stage) {
        if (done.containsKey(stage.name())) {
            return done.get(stage.name());
        }
        Path place = folder.resolve("stage-" + stage.name());
        Shell.run("rm", "-rf", place.toString());
        done.put(stage.name(), place);
        for (BuildStage.Instruction instruction : stage.instructions()) {
            switch (instruction.name()) {
                case "COPY" -> copy(layer(instruction.text()), place);
                case "RUN" -> run(instruction.text(), stage);
                default -> {}
            }
        }
        return place;
    }

    private void run(String line, BuildStage stage) {
        if (!line.startsWith(SCRIPTS)) {
            return;
        }
        List<String> command = new ArrayList<>();
        for (String word : line.split("\\s+")) {
            String plain = word.replace("\"", "");
            if (plain.equals("$JAVA_HOME")) {
                command.add(jdk.toString());
            } else {
                command.add(plain.startsWith("/") ? place(plain, stage).toString() : plain);
            }
        }
        Shell.run(command.toArray(String[]::new));
    }

    /** A path of a stage: its own, or that of a stage it is built on. */
    private Path place(String path, BuildStage stage) {
        Path own = below(build(stage), path);
        if (!Files.exists(own) && file.has(stage.from())) {
            Path inherited = place(path, file.stage(stage.from()));
            return Files.exists(inherited) ? inherited : own;
        }
        return own;
    }

    private Layer layer(String text) {
        List<String> words = new ArrayList<>(Arrays.asList(text.split("\\s+")));
        Path from = null;
        if (words.get(0).startsWith("--from=")) {
            from = build(file.stage(words.remove(0).substring("--from=".length())));
        }
        String target = words.remove(words.size() - 1);
        List<Entry> entries = new ArrayList<>();
        for (String source : words) {
            for (Path found : sources(from, source)) {
                entries.addAll(entries(found, target));
            }
        }
        return new Layer("COPY " + text, entries);
    }

    private List<Path> sources(Path stage, String source) {
        if (stage != null) {
            return List.of(below(stage, source));
        }
        // What is packaged may lie elsewhere than the scripts.
        Path base = source.contains("/target/") ? context : home;
        Path path = base.resolve(source);
        if (!source.contains("*")) {
            return List.of(path);
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path.getFileName());
        try (Stream<Path> files = Files.list(path.getParent())) {
            List<Path> found =
                    files.filter(each -> matcher.matches(each.getFileName())).toList();
            if (found.size() != 1) {
                throw new ImageException("%s must be one file, not %s".formatted(source, found));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Entry> entries(Path source, String target) {
        if (!Files.exists(source)) {
            throw new ImageException("there is no %s to copy; is all packaged?".formatted(source));
        }
        if (!Files.isDirectory(source)) {
            return List.of(new Entry(source, target.endsWith("/") ? target + source.getFileName() : target));
        }
        try (Stream<Path> files = Files.walk(source)) {
            return files.filter(each -> !each.equals(source))
                    .sorted()
                    .map(each -> new Entry(each, target + source.relativize(each)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Layer layer, Path root) {
        try {
            for (Entry entry : layer.entries()) {
                Path target = below(root, entry.target());
                Files.createDirectories(target.getParent());
                if (Files.isDirectory(entry.source())) {
                    Files.createDirectories(target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(entry.source()));
                } else {
                    // Times are kept, as engines do: the AOT cache knows the jars by them.
                    Files.copy(
                            entry.source(),
                            target,
                            StandardCopyOption.COPY_ATTRIBUTES,
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path below(Path root, String path) {
        return root.resolve(path.substring(1));
    }
}
