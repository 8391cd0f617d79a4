package io.postrider.ingest.app;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The floors of the service: each imports only those below it, and no feature imports another. */
@AnalyzeClasses(packages = "io.postrider.ingest", importOptions = DoNotIncludeTests.class)
class StepsTest {
    @ArchTest
    static final ArchRule floorsImportOnlyThoseBelow = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("app")
            .definedBy("io.postrider.ingest.app..")
            .layer("features")
            .definedBy(
                    "io.postrider.ingest.intake..", "io.postrider.ingest.control..", "io.postrider.ingest.feedback..")
            .layer("web")
            .definedBy("io.postrider.ingest.web..")
            .layer("model")
            .definedBy("io.postrider.ingest.model..")
            .whereLayer("app")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("features")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("app", "features")
            .ensureAllClassesAreContainedInArchitectureIgnoring("io.postrider.ingest");

    @ArchTest
    static final ArchRule featuresDoNotKnowEachOther = slices().matching(
                    "io.postrider.ingest.[intake|control|feedback].(*)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule packagesHaveNoCycle =
            slices().matching("io.postrider.ingest.(**)").should().beFreeOfCycles();
}
