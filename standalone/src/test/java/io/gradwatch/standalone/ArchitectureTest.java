package io.gradwatch.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Allowed dependencies between the modules. The rules within a module are in its own tests. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.gradwatch");

    @Test
    void schemas_useNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("io.gradwatch.schema..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.gradwatch.access..",
                        "io.gradwatch.admission..",
                        "io.gradwatch.agent..",
                        "io.gradwatch.alerting..",
                        "io.gradwatch.config..",
                        "io.gradwatch.detection..",
                        "io.gradwatch.fleet..",
                        "io.gradwatch.kafka..",
                        "io.gradwatch.metrics..",
                        "io.gradwatch.regex..",
                        "io.gradwatch.service..",
                        "io.gradwatch.silence..",
                        "io.gradwatch.standalone..",
                        "io.gradwatch.topic..")
                .because("whoever reads the topics needs the schemas and nothing else of the product")
                .check(CLASSES);
    }

    @Test
    void embeddedBroker_isOfTheOneProcessOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.gradwatch.kafka..", "io.gradwatch.standalone..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gradwatch.kafka..")
                .because("the broker's libraries are optional: a service that runs alone has none of them")
                .check(CLASSES);
    }

    @Test
    void integrations_doNotUseEachOther() {
        slices().matching("io.gradwatch.agent.(dl4j|gateway|logs)..")
                .should()
                .notDependOnEachOther()
                .because("each integration can be used without the others")
                .check(CLASSES);
    }

    @Test
    void detectionAndAlerting_doNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.gradwatch.detection..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.gradwatch.alerting..", "io.gradwatch.agent..")
                .because("alerts go one way, through their topic")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.gradwatch.alerting..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.gradwatch.detection..", "io.gradwatch.agent..", "org.apache.flink..")
                .because("alerting never sees how an alert was computed")
                .check(CLASSES);
    }

    @Test
    void fleet_knowsTheTopicsOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.gradwatch.fleet..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.gradwatch.agent..",
                        "io.gradwatch.alerting..",
                        "io.gradwatch.detection..",
                        "org.apache.flink..")
                .because("what it shows is what the topics say")
                .check(CLASSES);
    }

    @Test
    void standalone_isUsedByNobody() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.gradwatch.standalone..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.gradwatch.standalone..")
                .because("it wires the parts and is no part")
                .check(CLASSES);
    }

    @Test
    void packagesOfStandalone_haveNoCycle() {
        slices().matching("io.gradwatch.standalone.(**)")
                .should()
                .beFreeOfCycles()
                .because("a command is read on its own, with what lies below it")
                .check(CLASSES);
    }
}
