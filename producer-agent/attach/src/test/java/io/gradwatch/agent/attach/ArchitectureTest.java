package io.gradwatch.agent.attach;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses attach = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradwatch.agent.attach");

    @Test
    void attach_needsTheAgentAndTheReadersOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.gradwatch.access",
                        "io.gradwatch.agent",
                        "io.gradwatch.agent.attach..",
                        "io.gradwatch.agent.logs..",
                        "io.gradwatch.agent.relay",
                        "io.gradwatch.schema..",
                        "org.apache.avro..",
                        "com.fasterxml.jackson..")
                .because("it reads and hands over; the spool, Kafka and detection are the business of others")
                .check(attach);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.gradwatch.agent.(**)").should().beFreeOfCycles().check(attach);
    }
}
