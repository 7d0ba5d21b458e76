package io.gradwatch.agent.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses gateway = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradwatch.agent.gateway");

    @Test
    void gateway_needsTheAgentAndJsonOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.gradwatch.access",
                        "io.gradwatch.agent",
                        "io.gradwatch.agent.alerts",
                        "io.gradwatch.agent.gateway..",
                        "io.gradwatch.agent.relay",
                        "io.gradwatch.config..",
                        "io.gradwatch.schema..",
                        "io.gradwatch.service..",
                        "org.apache.avro..",
                        "org.apache.kafka..",
                        "com.fasterxml.jackson..",
                        "com.sun.net.httpserver..")
                .because("it runs beside every job, and the spool and the shipping are the agent's own business")
                .check(gateway);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.gradwatch.agent.(**)").should().beFreeOfCycles().check(gateway);
    }
}
