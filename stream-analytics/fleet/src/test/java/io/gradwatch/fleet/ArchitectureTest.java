package io.gradwatch.fleet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
    void packages_haveNoCycles() {
        slices().matching("io.gradwatch.fleet.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
