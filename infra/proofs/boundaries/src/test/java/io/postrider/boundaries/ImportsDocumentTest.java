package io.postrider.boundaries;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code infra/docs/imports.md} is what the classes say. */
class ImportsDocumentTest {
    private static final Path FILE = Module.ROOT.resolve("infra/docs/imports.md");
    private static final String COMMAND =
            "mvn -q test -pl infra/proofs/boundaries -am -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dtest=ImportsDocumentTest -Dimports.write=true";

    @Test
    void pictureIsThatOfTheCode() throws IOException {
        String written = document(Module.all());
        if (Boolean.getBoolean("imports.write")) {
            Files.writeString(FILE, written);
        }
        assertEquals(
                written, Files.readString(FILE), "infra/docs/imports.md is out of date. Write it with: " + COMMAND);
    }

    private static String document(List<Module> modules) {
        StringBuilder text = new StringBuilder("""
                # Imports

                Dependencies between modules, and between the packages of each service. `infra/proofs/boundaries` reads them from
                the compiled main classes; its tests fail on a cycle between packages, and when this page is out of date.
                An arrow leads from the user to the used, and is left out where there is a longer way. To write it again:

                ```bash
                %s
                ```

                ## Modules

                """.formatted(COMMAND.replace("-Dsurefire", "\\\n  -Dsurefire")));
        text.append(ofModules(modules).mermaid());
        for (Module module : modules) {
            if (module.service()) {
                text.append("\n## Packages of ").append(module.name()).append("\n\n");
                text.append(ofPackages(module).mermaid());
            }
        }
        return text.toString();
    }

    private static Graph ofModules(List<Module> modules) {
        Graph graph = new Graph();
        for (Module module : modules) {
            graph.node(module.name());
            module.dependencies()
                    .map(use -> use.getTargetClass().getBaseComponentType().getName())
                    .distinct()
                    .forEach(name -> modules.stream()
                            .filter(other -> other.has(name))
                            .forEach(other -> graph.arrow(module.name(), other.name())));
        }
        return graph;
    }

    private static Graph ofPackages(Module service) {
        String root = "io.postrider." + service.name().replace("-service", "");
        Graph graph = new Graph();
        service.types().forEach(type -> graph.node(shortened(type.getPackageName(), root)));
        service.dependencies()
                .filter(use -> service.has(target(use)))
                .forEach(use -> graph.arrow(
                        shortened(use.getOriginClass().getPackageName(), root),
                        shortened(Module.packageOf(use), root)));
        return graph;
    }

    private static String target(Dependency use) {
        return use.getTargetClass().getBaseComponentType().getName();
    }

    private static String shortened(String name, String root) {
        return name.equals(root) ? root.substring(root.lastIndexOf('.') + 1) : name.replace(root + ".", "");
    }
}
