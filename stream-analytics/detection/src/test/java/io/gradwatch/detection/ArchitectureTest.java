package io.gradwatch.detection;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.gradwatch.detection.spi.Detector;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Dependencies that are allowed in this module. */
class ArchitectureTest {

    private static final String ROOT = "io.gradwatch.detection.";
    private static final String[] SHARED = {
        ROOT + "spi..", ROOT + "stats..", ROOT + "curve..", ROOT + "diagnosis..", ROOT + "sketch..", ROOT + "judge.."
    };
    private static final String JOB = ROOT + "job..";
    private static final String ENGINE = ROOT + "engine..";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradwatch.detection");

    @Test
    void families_useTheContractOnly() {
        classes()
                .that()
                .implement(Detector.class)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "io.gradwatch.schema",
                        "io.gradwatch.schema.fault",
                        "io.gradwatch.schema.series",
                        "io.gradwatch.config",
                        "com.google.auto.service",
                        ROOT + "spi",
                        ROOT + "stats",
                        ROOT + "curve",
                        ROOT + "diagnosis",
                        ROOT + "sketch",
                        ROOT + "judge",
                        ROOT + "judged",
                        ROOT + "numerical",
                        ROOT + "gradient",
                        ROOT + "optimizer",
                        ROOT + "loss",
                        ROOT + "generalisation",
                        ROOT + "singlebatch",
                        ROOT + "reference",
                        ROOT + "progress",
                        ROOT + "wiring"))
                .check(CLASSES);
    }

    @Test
    void families_doNotKnowEachOther_norTheEngine() {
        slices().matching(ROOT + "(*)..")
                .namingSlices("$1")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(SHARED))
                .ignoreDependency(resideInAnyPackage(JOB), resideInAnyPackage(ENGINE))
                .check(CLASSES);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void flink_isInTheJobOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(JOB)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .because("a replay of a file runs the same detectors without Flink")
                .check(CLASSES);
    }

    @Test
    void clocksAndChance_areInTheJobOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(JOB)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Clock.class, Instant.class, Random.class)
                .because("the time of the log is the only time, and the same events give the same verdicts")
                .check(CLASSES);
    }
}
