package io.gradwatch.agent.dl4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses integration = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradwatch.agent.dl4j");

    @Test
    void reportsOfStatsListener_areReadByTheRouterAlone() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Reported")
                .and()
                .haveSimpleNameNotStartingWith("StatsReport")
                .and()
                .doNotHaveSimpleName("GradwatchStatsRouter")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.deeplearning4j.ui..", "org.deeplearning4j.core..")
                .because("jobs that attach the listener do not have the user interface of DL4J")
                .check(integration);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.gradwatch.agent.(**)").should().beFreeOfCycles().check(integration);
    }
}
