package io.postrider.boundaries;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Boundaries that hold over all modules; those inside a service are tested in it. */
class BoundariesTest {
    private static final List<Module> MODULES = Module.all();

    @Test
    void packagesAreFreeOfCycles() {
        List<Path> folders = MODULES.stream()
                .map(module -> Module.ROOT.resolve(module.folder()).resolve("target/classes"))
                .toList();
        slices().matching("io.postrider.(**)")
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter()
                        .withImportOption(location -> !location.contains("/jmh_generated/"))
                        .importPaths(folders));
    }

    @Test
    void librariesUseNoServiceAndNothingThatIsOnlyForTestsOrTheLocalRun() {
        assertNone(Module::library, other -> !other.library());
    }

    @Test
    void servicesUseLibrariesOnly() {
        assertNone(Module::service, other -> !other.library());
    }

    @Test
    void neighboursKnowNoOtherCodeOfPostrider() {
        assertNone(module -> module.folder().equals("infra/neighbours"), other -> true);
    }

    @Test
    void localRunUsesNoServiceAndNoProof() {
        assertNone(module -> module.folder().equals("infra/local"), other -> other.service() || other.proof());
    }

    @Test
    void packageIsInOneModule() {
        Map<String, Set<String>> modules = new TreeMap<>();
        MODULES.forEach(module -> module.types()
                .forEach(type -> modules.computeIfAbsent(type.getPackageName(), first -> new TreeSet<>())
                        .add(module.folder())));
        modules.values().removeIf(one -> one.size() == 1);
        assertEquals(Map.of(), modules);
    }

    /** Except {@code Main}, and the benchmarks, which have their own words. */
    @Test
    void noTwoTypesHaveTheSameName() {
        Map<String, Set<String>> twice = MODULES.stream()
                .filter(module -> !module.proof())
                .flatMap(Module::types)
                .filter(type -> !type.getSimpleName().equals("Main"))
                .collect(groupingBy(
                        JavaClass::getSimpleName,
                        TreeMap::new,
                        mapping(JavaClass::getName, toCollection(TreeSet::new))));
        twice.entrySet().removeIf(type -> type.getValue().size() == 1);
        assertEquals(Map.of(), twice);
    }

    @Test
    void modulesAreCompiledBeforeThisTest() {
        String pom = Module.read(Module.ROOT.resolve("infra/proofs/boundaries/pom.xml"));
        for (Module module : MODULES) {
            assertTrue(
                    Stream.of(module.name(), "postrider-" + module.name())
                            .anyMatch(artifact -> pom.contains("<artifactId>" + artifact + "</artifactId>")),
                    () -> module.folder() + " is not a dependency of infra/proofs/boundaries");
        }
    }

    /** No class of the modules that are chosen uses a class of another module that is forbidden. */
    private static void assertNone(Predicate<Module> chosen, Predicate<Module> forbidden) {
        List<String> uses = new ArrayList<>();
        for (Module module : MODULES.stream().filter(chosen).toList()) {
            List<Module> others = MODULES.stream()
                    .filter(other -> other != module && forbidden.test(other))
                    .toList();
            module.dependencies()
                    .filter(use -> others.stream().anyMatch(other -> other.has(target(use))))
                    .map(Dependency::getDescription)
                    .forEach(uses::add);
        }
        assertEquals(List.of(), uses);
    }

    private static String target(Dependency use) {
        return use.getTargetClass().getBaseComponentType().getName();
    }
}
