package io.gradwatch.agent.djl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses integration = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.gradwatch.agent.djl");

    @Test
    void listener_needsTheAgentAndTheApiOfDjlOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.gradwatch.agent",
                        "io.gradwatch.agent.djl",
                        "io.gradwatch.agent.listener",
                        "io.gradwatch.schema..",
                        "ai.djl",
                        "ai.djl.engine..",
                        "ai.djl.ndarray..",
                        "ai.djl.nn..",
                        "ai.djl.training..",
                        "ai.djl.util..")
                .because("it lives in the job of others, with the engine that they chose")
                .check(integration);
    }
}
