package io.gradwatch.detection.engine.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.engine.state.AlertFamily;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.OpenAlert;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlertFamiliesTest {

    @Test
    void explosionThatEndsInNaN_isOneAlertThatEscalates() {
        TestRun run = learning(TestRun.ofAll(), 300);
        for (int i = 300; i < 330; i++) {
            run.step(i, i < 325 ? Math.exp((i - 299) * 1.5) : Double.NaN, Math.exp((i - 299) * 2.0));
        }

        assertThat(run.alerts())
                .extracting(Alert::getId)
                .containsOnly(run.alerts().get(0).getId());
        assertThat(run.alerts())
                .extracting(Alert::getAlertClass)
                .startsWith("loss_spike")
                .endsWith("nan");
        assertThat(run.alerts()).extracting(Alert::getRevision).isSorted().doesNotHaveDuplicates();
        assertThat(run.alerts()).extracting(Alert::getOnsetStep).containsOnly(300L);
        Alert last = run.alerts().get(run.alerts().size() - 1);
        assertThat(last.getSeverity()).isEqualTo(Severity.CRITICAL);
        assertThat(last.getEvidence())
                .as("what was seen first is still told")
                .extracting(Evidence::getName)
                .contains("loss over its usual level");
    }

    @Test
    void storyOfSeveralDetectors_isResolvedWhenNoneSeesItAnyMore() {
        TestRun run = learning(TestRun.ofAll(), 300);
        run.step(300, 50, 1).step(301, Double.NaN, 1);
        for (int i = 302; i < 321; i++) {
            run.step(i, 0.3 + 0.001 * (i % 3), 1);
        }
        assertThat(run.firing()).hasSize(run.alerts().size());
        for (int i = 321; i < 400; i++) {
            run.step(i, 0.3 + 0.001 * (i % 3), 1);
        }
        assertThat(run.alerts()).hasSize(run.firing().size() + 1);
    }

    @Test
    void whatIsMoreThanAnAlertHolds_isLeftOutWithTheRatioItBelongsTo() {
        List<Evidence> news = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            news.add(evidence("other", EvidenceRole.COUNT, "count " + i));
        }
        List<Evidence> told = List.of(
                evidence("loss", EvidenceRole.LEVEL, "loss"),
                evidence("loss", EvidenceRole.BASELINE, "usual loss"),
                evidence("loss", EvidenceRole.RATIO, "loss over its usual level"),
                evidence("loss", EvidenceRole.STEP, "first step"));

        assertThat(AlertContent.joined(news, told))
                .hasSize(19)
                .extracting(Evidence::getName)
                .contains("first step")
                .doesNotContain("loss", "usual loss");
    }

    private static Evidence evidence(String series, EvidenceRole role, String name) {
        return Evidence.newBuilder()
                .setSeries(series)
                .setRole(role)
                .setName(name)
                .setValue(1.0)
                .build();
    }

    @Test
    void consequence_waitsUntilItsReasonIsGone() {
        DetectionState run = new DetectionState();
        run.begin("run-1", 0);
        OpenAlert swings = new OpenAlert();
        swings.firing = true;
        swings.alertClass = "oscillating";
        run.alerts.put("OSCILLATION", swings);

        assertThat(AlertFamily.consequence("plateau", "oscillating")).isTrue();
        assertThat(AlertFamily.consequence("loss_spike", "oscillating")).isTrue();
        assertThat(AlertFamily.consequence("nan", "oscillating")).isFalse();
        assertThat(AlertFamily.consequence("overfitting", "nan")).isTrue();
        assertThat(AlertFamily.consequence("silent", "nan")).isFalse();
    }

    @Test
    void singleBatchOnPurpose_isJudgedByItsOwnDetectorAlone() {
        RunStarted started = TestRun.startedOf("one batch");
        started.setSingleBatch(true);
        TestRun run = TestRun.ofAll().started(started);
        Random random = new Random(3);
        for (int i = 0; i < 4000; i++) {
            run.step(i, 2.3 + 0.02 * random.nextGaussian());
        }
        assertThat(run.firing()).isNotEmpty();
        assertThat(run.firing()).extracting(Alert::getAlertClass).containsOnly("single_batch");
    }

    private static TestRun learning(TestRun run, int steps) {
        Random random = new Random(7);
        for (int i = 0; i < steps; i++) {
            run.step(i, (2 * Math.exp(-i / 60.0) + 0.3) * Math.exp(0.03 * random.nextGaussian()), 1);
        }
        return run;
    }
}
