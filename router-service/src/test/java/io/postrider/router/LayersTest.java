package io.postrider.router;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The floors of the service: the assembly calls the steps, the steps know the libraries, never each other. */
@AnalyzeClasses(packages = "io.postrider.router", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    @ArchTest
    static final ArchRule arrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.postrider.router..")
            .ensureAllClassesAreContainedInArchitecture()
            .layer("app")
            .definedBy("io.postrider.router.app..")
            .layer("steps")
            .definedBy(
                    "io.postrider.router.receive..",
                    "io.postrider.router.screen..",
                    "io.postrider.router.prioritise..",
                    "io.postrider.router.route..",
                    "io.postrider.router.forward..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("steps")
            .mayOnlyBeAccessedByLayers("app");

    @ArchTest
    static final ArchRule stepsDoNotImportEachOther = slices().matching(
                    "io.postrider.router.(receive|screen|prioritise|route|forward)..")
            .namingSlices("$1")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule noPackageCycles =
            slices().matching("io.postrider.router.(**)").should().beFreeOfCycles();
}
