package io.postrider.sender;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A package is a step; steps know the root's words and the contract, never each other. */
@AnalyzeClasses(packages = "io.postrider.sender", importOptions = ImportOption.DoNotIncludeTests.class)
class StepsTest {
    @ArchTest
    static final ArchRule stepsDoNotImportEachOther = slices().matching(
                    "io.postrider.sender.(receive|pace|compose|deliver|settle)..")
            .namingSlices("$1")
            .should()
            .notDependOnEachOther();
}
