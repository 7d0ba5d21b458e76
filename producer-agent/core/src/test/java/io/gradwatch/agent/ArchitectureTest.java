package io.gradwatch.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses agent = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradwatch.agent");

    @Test
    void agent_needsOnlyTheSchemasAndTheKafkaClient() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.gradwatch.access",
                        "io.gradwatch.agent..",
                        "io.gradwatch.schema..",
                        "io.gradwatch.topic",
                        "org.apache.kafka..")
                .because("a job must be able to attach it whatever else is on its class path")
                .check(agent);
    }

    @Test
    void spoolAndQueue_knowNothingOfKafka() {
        noClasses()
                .that()
                .resideInAnyPackage("..agent.spool..", "..agent.queue..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .because("records wait and keep their order whatever carries them")
                .check(agent);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.gradwatch.(**)").should().beFreeOfCycles().check(agent);
    }
}
