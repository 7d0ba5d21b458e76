package io.gradwatch.calibration.training;

import static io.gradwatch.calibration.ExampleRuns.faulty;
import static io.gradwatch.calibration.ExampleRuns.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.calibration.ExampleRuns;
import io.gradwatch.calibration.corpus.ExampleRun;
import io.gradwatch.detection.judge.JudgeFamily;
import io.gradwatch.standalone.evaluate.Label;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    private final TrainingSettings settings = new TrainingSettings();

    @Test
    void fault_isThereFromItsOnsetOn_andCountsLessNearIt() {
        Targets targets = of(faulty("a", "a", Label.NAN, 4, 8));

        assertThat(targets.faulty()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
        assertThat(targets.weights()[3]).isCloseTo(0.5 / 8, EXACT);
        assertThat(targets.weights()[4]).isCloseTo(0.3 / 8, EXACT);
        assertThat(targets.weights()[6]).isCloseTo(1.0 / 8, EXACT);
    }

    @Test
    void healthyRuns_weighTheSame_whateverTheirLength() {
        Targets targets =
                of(healthy("a", "a"), ExampleRuns.of("b", "b", Label.HEALTHY, OptionalLong.empty(), true, 40));

        assertThat(Arrays.stream(targets.weights()).limit(10).sum()).isCloseTo(1, EXACT);
        assertThat(Arrays.stream(targets.weights()).skip(10).sum()).isCloseTo(1, EXACT);
    }

    @Test
    void twins_weighTheRootOfTheirNumber() {
        Targets targets = of(healthy("a", "g"), healthy("b", "g"), healthy("c", "g"), healthy("d", "g"));

        assertThat(Arrays.stream(targets.weights()).sum()).isCloseTo(2, EXACT);
    }

    @Test
    void family_isAskedForAtKnownFaultsOnly() {
        Looks looks = Looks.of(
                List.of(
                        faulty("a", "a", Label.PLATEAU, 2, 10),
                        faulty("b", "b", Label.NAN, 2, 10),
                        faulty("c", "c", Label.CONFIG_FAULT, 0, 10),
                        healthy("d", "d")),
                60);

        Targets targets = Targets.ofFamily(looks, JudgeFamily.STANDSTILL, settings);

        assertThat(targets.faulty()[9]).isEqualTo(1);
        assertThat(targets.faulty()[19]).isZero();
        assertThat(targets.weights()[19]).isCloseTo(0.1, EXACT);
        assertThat(targets.weights()[1]).isZero();
        assertThat(Arrays.stream(targets.weights()).skip(20)).containsOnly(0.0);
    }

    @Test
    void lessons_weighTheirShareOfWhatIsScored() {
        ExampleRun lesson = healthy("a", "a");
        Targets targets = of(
                healthy("b", "b"),
                new ExampleRun("lab", lesson.run(), "a", lesson.onsetRow(), 10, lesson.examples(), false, true));

        assertThat(Arrays.stream(targets.weights()).skip(10).sum()).isCloseTo(settings.lessons, EXACT);
    }

    @Test
    void faultThatDoesNotShow_countsNothing() {
        Targets targets = of(ExampleRuns.of("a", "a", Label.CONFIG_FAULT, OptionalLong.empty(), false, 5));

        assertThat(targets.weights()).containsOnly(0);
    }

    private Targets of(ExampleRun... runs) {
        return Targets.ofFault(Looks.of(List.of(runs), 60), settings);
    }
}
