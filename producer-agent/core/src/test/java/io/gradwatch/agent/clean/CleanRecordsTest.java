package io.gradwatch.agent.clean;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.NoticeLevel;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records of another process, as hostile as they can be. */
class CleanRecordsTest {

    static {
        // Avro makes the generated classes only once the catalogue has named them as trusted.
        Topics.TELEMETRY.codec();
    }

    private static final String HOSTILE = " a\u001b[31m\n" + "x".repeat(10_000);

    private static void isClean(CharSequence text, int characters) {
        assertThat(text)
                .startsWith("a [31m ")
                .hasSizeLessThanOrEqualTo(characters)
                .doesNotContain("\u001b", "\n");
    }

    @Test
    void startedRun_isBounded() {
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i < 2_000; i++) {
            many.put("key" + i, HOSTILE);
        }
        RunStarted started = RunStarted.newBuilder()
                .setName(HOSTILE)
                .setProject(HOSTILE)
                .setOwner(HOSTILE)
                .setHost(HOSTILE)
                .setFramework(HOSTILE)
                .setFrameworkVersion(HOSTILE)
                .setGroup(HOSTILE)
                .setNotes("first\nsecond\u001b" + "x".repeat(10_000))
                .setDevices(Collections.nCopies(5_000, HOSTILE))
                .setHyperparameters(many)
                .setLayers(List.of(new Layer(HOSTILE, HOSTILE, -5L, HOSTILE)))
                .setTags(List.of("good", "good", "", HOSTILE))
                .setMetrics(List.of())
                .setObjective(null)
                .build();
        CleanRecords.clean(started);

        isClean(started.getName(), Limits.NAME_CHARACTERS);
        isClean(started.getProject(), Limits.NAME_CHARACTERS);
        isClean(started.getOwner(), Limits.NAME_CHARACTERS);
        isClean(started.getHost(), Limits.NAME_CHARACTERS);
        isClean(started.getFramework(), Limits.NAME_CHARACTERS);
        isClean(started.getFrameworkVersion(), Limits.NAME_CHARACTERS);
        isClean(started.getGroup(), Limits.NAME_CHARACTERS);
        assertThat(started.getNotes()).startsWith("first\nsecond x").hasSizeLessThanOrEqualTo(Limits.VALUE_CHARACTERS);
        assertThat(started.getDevices()).hasSize(1_024);
        assertThat(started.getHyperparameters()).hasSize(1_000);
        isClean(started.getHyperparameters().get("key0"), Limits.VALUE_CHARACTERS);
        assertThat(started.getLayers()).hasSize(1);
        assertThat(started.getLayers().get(0).getParameters()).isZero();
        assertThat(started.getTags()).hasSize(2).startsWith("good");
        assertThat(started.getObjective()).isNull();
    }

    @Test
    void step_isBounded() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int i = 0; i < 2_000; i++) {
            metrics.put("metric" + i, Double.NaN);
        }
        TensorStatistics tensor =
                new TensorStatistics(HOSTILE, TensorKind.GRADIENT, 1L, 1.0, 1.0, 1.0, 0.0, 1.0, 0L, 0L, 0L, null, null);
        Step step = Step.newBuilder()
                .setStep(1)
                .setMetrics(metrics)
                .setTensors(new ArrayList<>(Collections.nCopies(Limits.TENSORS + 1, tensor)))
                .setBatch(new BatchView(
                        Collections.nCopies(Limits.DIMENSIONS + 1, 2),
                        List.of(8, 3),
                        null,
                        Collections.nCopies(Limits.CLASSES + 1, 1L),
                        List.of(4L, 4L)))
                .build();
        CleanRecords.clean(step);

        assertThat(step.getMetrics()).hasSize(Limits.METRICS).containsKey("metric0");
        assertThat(step.getMetrics().get("metric0")).as("data, not an error").isNaN();
        assertThat(step.getTensors()).hasSize(Limits.TENSORS);
        isClean(step.getTensors().get(0).getLayer(), Limits.NAME_CHARACTERS);
        assertThat(step.getBatch().getOutputShape())
                .as("a part of a shape says nothing")
                .isEmpty();
        assertThat(step.getBatch().getTargetShape()).containsExactly(8, 3);
        assertThat(step.getBatch().getLabelCounts()).isEmpty();
        assertThat(step.getBatch().getPredictionCounts()).containsExactly(4L, 4L);
    }

    @Test
    void evaluation_losesSharesThatAreNone() {
        Evaluation evaluation = Evaluation.newBuilder()
                .setStep(1)
                .setSplit(Split.TEST)
                .setLoss(Double.POSITIVE_INFINITY)
                .setMetrics(Map.of(HOSTILE, 1.0))
                .setErrorTypes(List.of(
                        new ErrorType("zero", 0.0),
                        new ErrorType("one", 1.0),
                        new ErrorType("more", 1.001),
                        new ErrorType("less", -0.001),
                        new ErrorType("none", Double.NaN)))
                .build();
        CleanRecords.clean(evaluation);

        assertThat(evaluation.getErrorTypes()).extracting(ErrorType::getName).containsExactly("zero", "one");
        assertThat(evaluation.getLoss()).isInfinite();
        evaluation.getMetrics().keySet().forEach(name -> isClean(name, Limits.NAME_CHARACTERS));
    }

    @Test
    void checkpoint_isBounded() {
        CheckpointSaved saved = new CheckpointSaved(3L, HOSTILE, 7L, new HashMap<>(Map.of(HOSTILE, 0.5)));

        CleanRecords.clean(saved);

        isClean(saved.getPath(), Limits.VALUE_CHARACTERS);
        saved.getMetrics().keySet().forEach(name -> isClean(name, Limits.NAME_CHARACTERS));
        assertThat(saved.getMetrics()).hasSize(1);
    }

    @Test
    void noticeAndEnd_areBounded() {
        Notice notice = new Notice(HOSTILE, HOSTILE, NoticeLevel.WARNING, 3L);
        CleanRecords.clean(notice);
        isClean(notice.getTitle(), Limits.NAME_CHARACTERS);
        isClean(notice.getText(), Limits.VALUE_CHARACTERS);

        RunEnded ended = new RunEnded(Outcome.FAILED, HOSTILE, HOSTILE, 3L, 0L);
        CleanRecords.clean(ended);
        isClean(ended.getException(), Limits.NAME_CHARACTERS);
        isClean(ended.getMessage(), Limits.VALUE_CHARACTERS);

        RunEnded finished = new RunEnded(Outcome.FINISHED, null, null, 3L, 0L);
        CleanRecords.clean(finished);
        assertThat(finished.getException()).isNull();
    }
}
