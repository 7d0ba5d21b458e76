package io.gradwatch.fleet.history;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may use what in the history and the questions on it. */
class HistoryArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradwatch.fleet.history", "io.gradwatch.fleet.sql");

    @Test
    void history_knowsNeitherQuestionsNorTheWeb() {
        noClasses()
                .that()
                .resideInAPackage("io.gradwatch.fleet.history..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.gradwatch.fleet.sql..", "io.gradwatch.fleet.http..", "io.javalin..")
                .because("files and curves must not depend on who asks")
                .check(CLASSES);
    }

    @Test
    void questions_knowNoKafka() {
        noClasses()
                .that()
                .resideInAPackage("io.gradwatch.fleet.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.gradwatch.schema", "io.javalin..")
                .because("what is asked is answered from files alone")
                .check(CLASSES);
    }
}
