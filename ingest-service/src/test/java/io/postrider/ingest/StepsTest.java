package io.postrider.ingest;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;

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
            .notDependOnEachOther()
            // Below the steps: what reads a body belongs to none of them.
            .ignoreDependency(alwaysTrue(), resideInAPackage("io.postrider.ingest.body.."));
}
