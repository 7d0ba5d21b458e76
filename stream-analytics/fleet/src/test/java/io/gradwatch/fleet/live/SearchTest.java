package io.gradwatch.fleet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.live.query.Filters;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunQueryBuilder;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.schema.RunStarted;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Search words that find a run in the list. */
class SearchTest {

    private static final RunStarted DECLARED = Job.declaration()
            .setName("ResNet-50 warm-up")
            .setTags(List.of("baseline", "Nightly"))
            .setNotes("Half of the learning rate of Tuesday")
            .setGroup("ablation-3")
            .build();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resnet",
                "RESNET vision",
                "vision resnet",
                "  warm-up   ada ",
                "nightly",
                "tuesday rate",
                "ablation-3",
                "node-1",
                "team/run-7",
                "run-7 baseline"
            })
    void allWordsInAnyOrderAndCase_findTheRun(String text) {
        assertThat(found(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet language", "resnet50", "wednesday"})
    void aWordThatIsNowhere_doesNot(String text) {
        assertThat(found(text)).isFalse();
    }

    @Test
    void anotherDeclaration_isSearchedInItsPlace() {
        try (TableHarness tables = new TableHarness(folder)) {
            Job job = new Job("r", 0, 0);
            tables.send(job.started(DECLARED));
            tables.send(job.step(1, 2));
            tables.send(new Job("r", 1, 0)
                    .started(Job.declaration()
                            .setTags(List.of("second"))
                            .setNotes("")
                            .setGroup("")
                            .build()));

            assertThat(tables.index.entries())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.words()).isEqualTo("second"));
        }
    }

    private boolean found(String text) {
        try (TableHarness tables = new TableHarness(folder)) {
            tables.send(new Job("team/run-7", 0, 0).started(DECLARED));
            RunQuery query = RunQueryBuilder.builder()
                    .text(text)
                    .tags(List.of())
                    .sort("started")
                    .limit(10)
                    .build();
            return tables.index.entries().anyMatch(Filters.of(query));
        }
    }
}
