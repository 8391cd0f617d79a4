package io.postrider.boundaries;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A module of the root pom with its compiled main classes.
 *
 * @param folder from the project's root, such as {@code infra/libs/pg}
 */
record Module(String folder, JavaClasses classes) {
    static final Path ROOT = root();
    static final List<String> SERVICES = List.of("ingest-service", "router-service", "sender-service");

    private static final Pattern ENTRY = Pattern.compile("<module>([^<]+)</module>");

    /** All that have main classes, in the order of the root pom. */
    static List<Module> all() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return ENTRY.matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .map(entry -> entry.group(1))
                .filter(folder -> Files.isDirectory(ROOT.resolve(folder).resolve("src/main/java")))
                .map(Module::compiled)
                .toList();
    }

    private static Module compiled(String folder) {
        Path classes = ROOT.resolve(folder).resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            throw new IllegalStateException(folder + " is not compiled; run: mvn test -pl infra/proofs/boundaries -am");
        }
        return new Module(
                folder,
                new ClassFileImporter()
                        // Written by JMH's annotation processor.
                        .withImportOption(location -> !location.contains("/jmh_generated/"))
                        .importPath(classes));
    }

    boolean service() {
        return SERVICES.contains(folder);
    }

    boolean library() {
        return folder.startsWith("infra/libs/");
    }

    boolean proof() {
        return folder.startsWith("infra/proofs/");
    }

    /** The last part of the folder, such as {@code pg}. */
    String name() {
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    boolean has(String className) {
        return classes.contain(className);
    }

    /** Types that have a source file, without nested types and package-info. */
    Stream<JavaClass> types() {
        return classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"));
    }

    /** What its classes use outside of their package. */
    Stream<Dependency> dependencies() {
        return classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> !use.getOriginClass().getPackageName().equals(packageOf(use)));
    }

    static String packageOf(Dependency use) {
        return use.getTargetClass().getBaseComponentType().getPackageName();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("ingest-service"))) {
            at = at.getParent();
        }
        return at;
    }
}
