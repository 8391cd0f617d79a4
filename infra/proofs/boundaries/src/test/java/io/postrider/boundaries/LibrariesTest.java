package io.postrider.boundaries;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Boundaries of single libraries. */
class LibrariesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(Module.all().stream()
                    .map(module -> Module.ROOT.resolve(module.folder()).resolve("target/classes"))
                    .toList());

    /** The packages of {@code infra/libs/mail-model}. */
    private static final String[] MAIL_MODEL = {
        "io.postrider.mail", "io.postrider.header", "io.postrider.net", "io.postrider.text"
    };

    @ParameterizedTest
    @CsvSource({
        "io.postrider.templates.., io.postrider.templates..",
        "io.postrider.routing.., io.postrider.files..",
        "io.postrider.files.., io.postrider.files..",
        "io.postrider.replies.., io.postrider.replies..",
        "io.postrider.tokens.., io.postrider.tokens..",
    })
    void rulesAndFormatsUseTheMailModelOnly(String library, String also) {
        noClasses()
                .that()
                .resideInAPackage(library)
                .should()
                .dependOnClassesThat(resideInAPackage("io.postrider..")
                        .and(resideOutsideOfPackages(library, also))
                        .and(resideOutsideOfPackages(MAIL_MODEL)))
                .check(CLASSES);
    }

    @Test
    void mailModelUsesNoOtherCodeOfPostrider() {
        noClasses()
                .that(resideInAnyPackage(MAIL_MODEL))
                .should()
                .dependOnClassesThat(resideInAPackage("io.postrider..").and(resideOutsideOfPackages(MAIL_MODEL)))
                .check(CLASSES);
    }

    @Test
    void servicesSeeTheBrokerAsAnInterface() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.postrider.ingest..", "io.postrider.router..", "io.postrider.sender..", "io.postrider.queue")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.postrider.queue.amqp..", "io.vertx.proton..", "org.apache.qpid..")
                .check(CLASSES);
    }
}
