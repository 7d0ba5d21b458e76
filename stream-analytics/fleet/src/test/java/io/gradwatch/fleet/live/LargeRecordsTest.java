package io.gradwatch.fleet.live;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.admission.AdmissionRule;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.schema.Topics;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that would take much memory if the tables kept more of them than they show. */
class LargeRecordsTest {

    @TempDir
    private Path folder;

    @Test
    void bytesOfARecord_areNotKeptWithTheRun() {
        try (TableHarness tables = new TableHarness(folder)) {
            WeakReference<byte[]> bytes = send(tables);
            assertThat(tables.run("one")).isNotNull();
            // Kafka Streams has the last record of a partition until the next one.
            tables.send(new Job("two", 0, 0).started());
            await().atMost(PATIENCE).until(() -> {
                System.gc();
                return bytes.get() == null;
            });
        }
    }

    private static WeakReference<byte[]> send(TableHarness tables) {
        byte[] bytes = Topics.TELEMETRY.codec().encode(new Job("one", 0, 0).started());
        tables.sendBytes("one", bytes);
        return new WeakReference<>(bytes);
    }

    @Test
    void runWithAnIdThatIsTooLong_isNotKept() {
        try (TableHarness tables = new TableHarness(folder)) {
            String longest = "x".repeat(AdmissionRule.RUN_ID_CHARACTERS);
            tables.send(new Job(longest, 0, 0).started(), new Job(longest + "x", 0, 0).started());
            assertThat(tables.run(longest)).isNotNull();
            assertThat(tables.run(longest + "x")).isNull();
        }
    }
}
