package io.gradwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {

    @Test
    void everyValue_reachesTheRecord() {
        Evaluation record = record(EvaluationReport.builder()
                .epoch(1.5)
                .loss(0.25)
                .metric("accuracy", 0.9)
                .metrics(Map.of("recall", 0.8))
                .trainingMode(true)
                .runningStatisticsChanged(false)
                .shapes(new int[] {64, 2}, new int[] {64})
                .lossElements(64L)
                .labelCounts(new long[] {40, 24})
                .predictionCounts(new long[] {64, 0})
                .errorType("blurry", 0.6)
                .errorTypes(Map.of("dog", 0.1))
                .build());

        assertThat(record.getStep()).isEqualTo(7);
        assertThat(record.getSplit()).isEqualTo(Split.TEST_VAL);
        assertThat(record.getEpoch()).isEqualTo(1.5);
        assertThat(record.getLoss()).isEqualTo(0.25);
        assertThat(record.getMetrics()).containsExactlyInAnyOrderEntriesOf(Map.of("accuracy", 0.9, "recall", 0.8));
        assertThat(record.getTrainingMode()).isTrue();
        assertThat(record.getRunningStatisticsChanged()).isFalse();
        assertThat(record.getBatch())
                .isEqualTo(new BatchView(List.of(64, 2), List.of(64), 64L, List.of(40L, 24L), List.of(64L, 0L)));
        assertThat(record.getErrorTypes()).containsExactly(new ErrorType("blurry", 0.6), new ErrorType("dog", 0.1));
    }

    @Test
    void reportThatSaysNothing_hasNoValues() {
        Evaluation record = record(EvaluationReport.builder()
                .shapes(null, null)
                .labelCounts(null)
                .metrics(null)
                .errorTypes(null)
                .build());
        assertThat(record)
                .isEqualTo(new Evaluation(7L, null, Split.TEST_VAL, null, Map.of(), null, null, null, List.of()));
    }

    @Test
    void valuesThatCannotBeUsed_areLeftOutAndTheOthersStay() {
        Map<String, Double> metrics = new HashMap<>();
        metrics.put(null, 1.0);
        metrics.put("absent", null);
        metrics.put("a\nb", Double.NaN);
        EvaluationReport report = EvaluationReport.builder()
                .metrics(metrics)
                .shapes(new int[9], new int[] {3})
                .labelCounts(new long[4_097])
                .predictionCounts(new long[] {1})
                .errorType("more than all", 1.1)
                .errorType("unknown", Double.NaN)
                .errorType(" ", 0.5)
                .errorType("none\n", 0)
                .build();
        assertThat(report.metrics()).containsOnlyKeys("a b");
        assertThat(report.outputShape()).isEmpty();
        assertThat(report.targetShape()).containsExactly(3);
        assertThat(report.labelCounts()).isEmpty();
        assertThat(report.predictionCounts()).containsExactly(1L);
        assertThat(report.errorTypes()).isEqualTo(Map.of("none", 0.0));
    }

    @Test
    void absentNumberAmongCounts_leavesTheCountsOut() {
        List<Long> counts = Collections.singletonList(null);
        EvaluationReport report =
                new EvaluationReport(null, null, null, null, null, null, null, null, counts, List.of(3L), null);
        assertThat(report.labelCounts()).isEmpty();
        assertThat(report.predictionCounts()).containsExactly(3L);
    }

    @Test
    void builderUsedAgain_leavesTheReportAsItIs() {
        EvaluationReport.Builder builder = EvaluationReport.builder().metric("accuracy", 0.5);
        EvaluationReport report = builder.build();
        builder.metric("accuracy", 0.9).errorType("blurry", 0.1);
        assertThat(report.metrics()).isEqualTo(Map.of("accuracy", 0.5));
        assertThat(report.errorTypes()).isEmpty();
        assertThatThrownBy(() -> report.metrics().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Evaluation record(EvaluationReport report) {
        return RunRecords.evaluation(7, Split.TEST_VAL, report);
    }
}
