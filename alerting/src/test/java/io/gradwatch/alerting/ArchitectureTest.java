package io.gradwatch.alerting;

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
            .importPackages("io.gradwatch.alerting");

    @Test
    void whatAndWhom_knowNothingOfHow() {
        noClasses()
                .that()
                .resideInAnyPackage("..alerting.group..", "..alerting.route..", "..alerting.message..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "java.net..",
                        "java.sql..",
                        "jakarta.mail..",
                        "..alerting.notify",
                        "..notify.http..",
                        "..notify.slack..",
                        "..notify.mail..")
                .because("grouping and routing are pure, so that they can be tested by a clock of hand")
                .check(CLASSES);
    }

    @Test
    void groupAndRoute_readNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage("..alerting.group..", "..alerting.route..", "..alerting.message..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .because("the time comes from the caller")
                .check(CLASSES);
    }

    @Test
    void notifiers_knowNoOtherNotifier() {
        slices().assignedFrom(new NotifierSlices())
                .should()
                .notDependOnEachOther()
                .because("adding a notifier touches no other")
                .check(CLASSES);
    }

    /** A slice for each notifier: a class of the package of notifiers, or a package below it. */
    private static final class NotifierSlices implements SliceAssignment {

        private static final String NOTIFIERS = "io.gradwatch.alerting.notify";

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String place = javaClass.getPackageName();
            if (place.equals(NOTIFIERS)) {
                return SliceIdentifier.of(
                        javaClass.getBaseComponentType().getName().replaceAll("\\$.*", ""));
            }
            return place.startsWith(NOTIFIERS + ".") && !place.endsWith(".spi") && !place.endsWith(".http")
                    ? SliceIdentifier.of(place)
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "notifiers";
        }
    }

    @Test
    void notifiers_knowNeitherKafkaNorTheOutbox() {
        noClasses()
                .that()
                .resideInAPackage("..alerting.notify..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "java.sql..", "..alerting.outbox..", "..alerting.deliver..")
                .because("a notifier sends once and says how that went; the rest is done outside, once for all")
                .check(CLASSES);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.gradwatch.alerting.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
