package io.gradwatch.detection.job.operator;

import static io.gradwatch.detection.testkit.ProjectRuns.HEALTHY;
import static io.gradwatch.detection.testkit.ProjectRuns.WORSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.job.kafka.EncodedRecord;
import io.gradwatch.detection.testkit.ProjectRuns;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.RunReference;
import io.gradwatch.schema.Topics;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Second input of the keyed operator, which never has a watermark here. */
class BroadcastReferencesTest {

    @AutoClose
    private DetectionHarness harness;

    @BeforeEach
    void open() throws Exception {
        harness = DetectionHarness.fresh();
    }

    @Test
    void healthyRun_leavesAReferenceUnderItsId_andARunThatIsAlarmedOnNone() throws Exception {
        run(harness, "a", HEALTHY);
        Records failing = new Records("b");
        harness.record(1, "b", failing.started());
        harness.record(2, "b", failing.failed());
        assertThat(harness.references()).singleElement().satisfies(reference -> {
            assertThat(reference.runId).isEqualTo("a");
            RunReference read = Topics.REFERENCES.codec().decode(reference.value);
            assertThat(read.getRunId()).isEqualTo("a");
            assertThat(read.getProject()).isEqualTo("digits");
            assertThat(read.getCurves()).hasSize(2);
        });
    }

    @Test
    void sameRecordsAgainAfterARestore_makeTheSameReference() throws Exception {
        Records records = new Records("a");
        harness.record(1, "a", records.of(ProjectRuns.started("a", "digits")));
        OperatorSubtaskState snapshot = harness.snapshot();
        List<byte[]> rest =
                ProjectRuns.events(1, HEALTHY).stream().map(records::of).toList();
        byte[] end = records.of(ProjectRuns.finished());
        send(harness, rest, end);
        try (DetectionHarness restored = DetectionHarness.restored(snapshot)) {
            send(restored, rest, end);
            assertThat(restored.references()).singleElement().satisfies(again -> {
                EncodedRecord first = harness.references().get(0);
                assertThat(again.runId).isEqualTo(first.runId);
                assertThat(again.value).isEqualTo(first.value);
            });
        }
    }

    @Test
    void earlierRuns_areKnownAfterARestore_exceptTheOnesThatWereRemoved() throws Exception {
        for (String id : List.of("a", "b", "c", "d")) {
            run(harness, id, HEALTHY);
        }
        for (EncodedRecord reference : harness.references()) {
            harness.reference(reference.runId, reference.value);
        }
        harness.reference("d", null);
        try (DetectionHarness restored = DetectionHarness.restored(harness.snapshot())) {
            run(restored, "e", WORSE);
            assertThat(restored.alerts()).extracting(Alert::getDetector).contains("reference-gap");
            assertThat(restored.alerts().get(0).getSummary())
                    .contains("3 earlier runs")
                    .doesNotContain("'d'");
        }
        harness.reference("c", null);
        run(harness, "f", WORSE);
        assertThat(harness.alerts()).isEmpty();
    }

    @Test
    void inputWithoutTime_doesNotHoldBackTheTimeOfTheLog() throws Exception {
        run(harness, "a", HEALTHY);
        EncodedRecord reference = harness.references().get(0);
        Records silent = new Records("silent");
        harness.record(1, "silent", silent.started());
        for (int second = 2; second < 60; second++) {
            harness.reference("a", reference.value);
            harness.pulseUntil(second);
        }
        assertThat(harness.alerts()).extracting(Alert::getDetector).containsExactly("silent-run");
    }

    private static void run(DetectionHarness harness, String id, double level) throws Exception {
        Records records = new Records(id);
        harness.record(1, id, records.of(ProjectRuns.started(id, "digits")));
        List<byte[]> events = ProjectRuns.events(id.hashCode(), level).stream()
                .map(records::of)
                .toList();
        byte[] end = records.of(ProjectRuns.finished());
        for (byte[] event : events) {
            harness.record(1, id, event);
        }
        harness.record(1, id, end);
    }

    private static void send(DetectionHarness harness, List<byte[]> events, byte[] end) throws Exception {
        for (byte[] event : events) {
            harness.record(2, "a", event);
        }
        harness.record(3, "a", end);
    }
}
