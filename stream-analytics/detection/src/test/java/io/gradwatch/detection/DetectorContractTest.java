package io.gradwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.job.state.StateBytes;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.testkit.GoldenRuns;
import io.gradwatch.detection.testkit.HealthyRuns;
import io.gradwatch.detection.testkit.Snapshots;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract of every detector; a new one is found and tested without being named here. */
class DetectorContractTest {

    private static final Path DOCUMENTATION = Path.of("../../docs/DETECTORS.md");
    private static final Path GOLDEN = Path.of("src/test/resources/runs");
    private static final int MOST_STATE_BYTES = 8192;
    private static final int MOST_RUN_BYTES = 14 * 1024;
    private static final double[] ABSURD = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e308, -1e308, Double.MIN_VALUE, 0, -3, 2.5
    };

    static List<Detector<?>> detectors() {
        return TestRun.DETECTORS;
    }

    @Test
    void ids_areUnique() {
        assertThat(detectors()).extracting(detector -> detector.spec().id()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void idIsKebabCase_andTheStemOfTheClass(Detector<?> detector) {
        String id = detector.spec().id();
        String stem = detector.getClass().getSimpleName().replaceAll("Detector$", "");
        assertThat(id).matches("[a-z]+(-[a-z]+)*");
        assertThat(stem.replaceAll("(?<!^)(?=[A-Z])", "-").toLowerCase(Locale.ROOT))
                .isEqualTo(id);
        assertThat(detector.spec().firesWhen()).startsWith("Fires when ").endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void keys_haveDefaultsInTheirRange(Detector<?> detector) {
        assertThat(detector.spec().keys()).allSatisfy(key -> {
            assertThat(key.name()).matches("[a-z]+(-[a-z]+)*").isNotEqualTo("enabled");
            assertThat(key.parser().parse(key.defaultValue().toString())).isEqualTo(key.defaultValue());
            assertThat(key.doc()).endsWith(".");
        });
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void state_hasAFormat(Detector<?> detector) {
        StateBytes.requireFormat(detector.stateType());
    }

    @Test
    void stateOfTheEngine_hasAFormat() {
        StateBytes.requireFormat(DetectionState.class);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void state_isBoundedAfter100000Steps(Detector<?> detector) {
        TestRun run = TestRun.of(detector.spec().id());
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            run.timeMillis += 100;
            run.step(i, Math.exp(random.nextGaussian()), Math.exp(random.nextGaussian()));
            if (i % 10 == 0) {
                run.evaluation(i, Math.exp(random.nextGaussian()));
            }
        }
        assertThat(stateBytes(run, detector)).isLessThan(MOST_STATE_BYTES);
        assertThat(Snapshots.bytes(DetectionState.class, run.state)).hasSizeLessThan(MOST_RUN_BYTES);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void healthyRuns_stayQuiet(Detector<?> detector) {
        HealthyRuns.all().forEach((name, feed) -> {
            TestRun run = TestRun.of(detector.spec().id());
            feed.accept(run);
            assertThat(run.transcript()).as(name).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void absurdValues_neverThrow(Detector<?> detector) {
        TestRun run = TestRun.of(detector.spec().id());
        Random random = new Random(6);
        assertThatCode(() -> {
                    for (int i = 0; i < 5000; i++) {
                        run.timeMillis += random.nextInt(100_000);
                        run.send(absurdStep(i, random)).send(absurdEvaluation(i, random));
                    }
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void goldenRun_saysWhatTheFileHolds(Detector<?> detector) throws IOException {
        String id = detector.spec().id();
        TestRun run = TestRun.of(id);
        GoldenRuns.of(id).accept(run);
        Path file = GOLDEN.resolve(id + ".alerts.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.write(file, run.transcript());
        }
        assertThat(run.transcript()).isEqualTo(Files.readAllLines(file));
        assertThat(run.firing()).isNotEmpty();
        assertThat(run.alerts().get(run.alerts().size() - 1).getState()).isNotEqualTo(AlertState.FIRING);
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void replay_saysTheSameAgain_alsoFromASnapshotAtEveryEvent(Detector<?> detector) {
        String id = detector.spec().id();
        TestRun first = TestRun.of(id);
        TestRun second = TestRun.of(id);
        GoldenRuns.of(id).accept(first);
        GoldenRuns.of(id).accept(second);
        TestRun restarted = TestRun.restarting(id);
        GoldenRuns.of(id).accept(restarted);
        assertThat(second.alerts()).hasToString(first.alerts().toString());
        assertThat(restarted.alerts()).hasToString(first.alerts().toString());
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void documentation_hasTheRow(Detector<?> detector) throws IOException {
        assertThat(Files.readAllLines(DOCUMENTATION))
                .as("paste this row into docs/DETECTORS.md:%n%s", docRow(detector.spec()))
                .contains(docRow(detector.spec()));
    }

    @Test
    void documentation_hasNoOtherRows_andIsInOrder() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            writeRows();
        }
        assertThat(rows(Files.readAllLines(DOCUMENTATION)))
                .containsExactlyElementsOf(detectors().stream()
                        .map(detector -> docRow(detector.spec()))
                        .toList());
    }

    private static void writeRows() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(DOCUMENTATION));
        List<String> rows = rows(lines);
        rows.clear();
        rows.addAll(
                detectors().stream().map(detector -> docRow(detector.spec())).toList());
        Files.write(DOCUMENTATION, lines);
    }

    /** The rows of the table of detectors, as a part of all lines. */
    private static List<String> rows(List<String> lines) {
        int begin = lines.indexOf("|---|---|---|---|---|---|---|") + 1;
        int end = begin;
        while (lines.get(end).startsWith("| `")) {
            end++;
        }
        return lines.subList(begin, end);
    }

    private static String docRow(DetectorSpec spec) {
        String settings = spec.keys().stream()
                .map(key -> "`" + key.name() + "` = " + number(key.defaultValue()))
                .collect(Collectors.joining(", "));
        String inputs = spec.needs().stream()
                .map(set -> set.stream().sorted().map(Signal::words).collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", or "));
        return "| `%s` | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        spec.id(),
                        spec.alertClass().label(),
                        spec.severity().name().toLowerCase(Locale.ROOT),
                        spec.role() == DetectorSpec.Role.WITNESS
                                ? spec.firesWhen() + " Told when the judge agrees."
                                : spec.firesWhen(),
                        inputs.isEmpty() ? "any record" : inputs,
                        settings.isEmpty() ? "none" : settings,
                        String.join(", ", spec.knowledgeItems()));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static <S> int stateBytes(TestRun run, Detector<S> detector) {
        S state = run.stateOf(detector);
        return Snapshots.bytes(detector.stateType(), state == null ? detector.newState() : state).length;
    }

    private static Step absurdStep(int i, Random random) {
        Step step = TestRun.stepOf(i, absurd(random), absurd(random));
        step.setLearningRate(absurd(random));
        step.setUpdateRatio(absurd(random));
        step.setLossScale(absurd(random));
        step.setMetrics(random.nextBoolean() ? Map.of() : Map.of("accuracy", ABSURD[random.nextInt(ABSURD.length)]));
        return step;
    }

    private static Evaluation absurdEvaluation(int i, Random random) {
        Split split = Split.values()[random.nextInt(Split.values().length)];
        Evaluation evaluation = TestRun.evaluationOf(i, split, absurd(random));
        evaluation.setMetrics(Map.of("accuracy", ABSURD[random.nextInt(ABSURD.length)]));
        return evaluation;
    }

    private static Double absurd(Random random) {
        return random.nextInt(10) == 0 ? null : (Double) ABSURD[random.nextInt(ABSURD.length)];
    }
}
