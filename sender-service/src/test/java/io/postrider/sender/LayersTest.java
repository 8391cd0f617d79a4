package io.postrider.sender;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The floors of the service: the assembly calls the steps, the steps know the shared values and the libraries, never each other. */
@AnalyzeClasses(packages = "io.postrider.sender", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    @ArchTest
    static final ArchRule arrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.postrider.sender..")
            .ensureAllClassesAreContainedInArchitecture()
            .layer("app")
            .definedBy("io.postrider.sender.app..")
            .layer("steps")
            .definedBy(
                    "io.postrider.sender.receive..",
                    "io.postrider.sender.pace..",
                    "io.postrider.sender.compose..",
                    "io.postrider.sender.deliver..",
                    "io.postrider.sender.settle..")
            .layer("model")
            .definedBy("io.postrider.sender.model..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("steps")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("app", "steps");

    @ArchTest
    static final ArchRule stepsDoNotImportEachOther = slices().matching(
                    "io.postrider.sender.(receive|pace|compose|deliver|settle)..")
            .namingSlices("$1")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule noPackageCycles =
            slices().matching("io.postrider.sender.(**)").should().beFreeOfCycles();
}
