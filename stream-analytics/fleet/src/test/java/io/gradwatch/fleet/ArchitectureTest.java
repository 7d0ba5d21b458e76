package io.gradwatch.fleet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradwatch.fleet");

    @Test
    void fleet_knowsNeitherDetectionNorAlerting() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.gradwatch.detection..", "io.gradwatch.alerting..", "org.apache.flink..")
                .because("the fleet is made of what is on the topics, and of nothing else")
                .check(CLASSES);
    }

    @Test
    void liveTables_knowNothingOfHttp() {
        noClasses()
                .that()
                .resideInAPackage("..fleet.live..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "java.net.http..", "..fleet.http..", "java.sql..")
                .because("who asks the tables, and how, is not their concern")
                .check(CLASSES);
    }

    @Test
    void views_areData() {
        noClasses()
                .that()
                .resideInAPackage("..fleet.live.view..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "io.gradwatch.schema..",
                        "..fleet.live",
                        "..fleet.live.row",
                        "..fleet.live.table",
                        "..fleet.live.query",
                        "..fleet.http..")
                .because("what is answered must not change with how it is kept")
                .check(CLASSES);
    }

    @Test
    void liveTables_readNoClock() {
        noClasses()
                .that()
                .resideInAPackage("..fleet.live..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .because("the time comes from the log, or from the caller")
                .check(CLASSES);
    }

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

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.gradwatch.fleet.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void classes_haveNoCycles() {
        // The server and its failures are one concern.
        slices().assignedFrom(new OutermostClass("..fleet.http.."))
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /**
     * Puts a class, those inside it and its generated builder into one slice, so that only classes of different files
     * can be a cycle.
     */
    private record OutermostClass(String without) implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return resideInAPackage(without).test(javaClass)
                    ? SliceIdentifier.ignore()
                    : SliceIdentifier.of(javaClass.getName().split("\\$|Builder", 2)[0]);
        }

        @Override
        public String getDescription() {
            return "classes outside of " + without;
        }
    }
}
