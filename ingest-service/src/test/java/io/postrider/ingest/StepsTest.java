package io.postrider.ingest;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "io.postrider.ingest", importOptions = DoNotIncludeTests.class)
class StepsTest {
    @ArchTest
    static final ArchRule stepsDoNotKnowEachOther = SlicesRuleDefinition.slices()
            .matching("io.postrider.ingest.(*)..")
            .should()
            .notDependOnEachOther();
}
