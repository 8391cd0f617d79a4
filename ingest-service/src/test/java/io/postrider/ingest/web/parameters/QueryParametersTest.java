package io.postrider.ingest.web.parameters;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.ws.rs.QueryParam;

/** {@link QueryParameterFilter} leaves the faults that it finds to the calls that take parameters: each must ask for them. */
@AnalyzeClasses(packages = "io.postrider.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class QueryParametersTest {
    @ArchTest
    static final ArchRule everyCallThatTakesParametersChecksThem =
            methods().that(takeParameters()).should(call("of")).andShould(call("check"));

    private static DescribedPredicate<JavaMethod> takeParameters() {
        return DescribedPredicate.describe(
                "take query parameters",
                method -> method.getParameters().stream()
                        .anyMatch(parameter -> parameter.isAnnotatedWith(QueryParam.class)));
    }

    private static ArchCondition<JavaMethod> call(String name) {
        return new ArchCondition<>("call Parameters." + name) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean called = method.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(QueryParameters.class)
                                && call.getName().equals(name));
                events.add(new SimpleConditionEvent(
                        method, called, method.getFullName() + " does not call Parameters." + name));
            }
        };
    }
}
