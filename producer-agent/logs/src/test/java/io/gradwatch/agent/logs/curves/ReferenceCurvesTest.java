package io.gradwatch.agent.logs.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ReferenceCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceCurvesTest {

    @TempDir
    Path folder;

    @Test
    void longLog_becomesAtMost64MeansThatKeepItsShape() throws Exception {
        List<ReferenceCurve> curves = read("step,train_loss\n", 1000, i -> i + "," + (2000 - i));
        assertThat(curves).hasSize(1);
        ReferenceCurve curve = curves.get(0);
        assertThat(curve.getSignal()).isEqualTo(CurveSignal.TRAINING_LOSS);
        assertThat(curve.getAxis()).isEqualTo(CurveAxis.STEP);
        assertThat(curve.getAt()).hasSizeBetween(32, 64).isSorted().hasSameSizeAs(curve.getValues());
        for (int i = 0; i < curve.getAt().size(); i++) {
            assertThat(curve.getAt().get(i) + curve.getValues().get(i)).isCloseTo(2000, within(1e-9));
        }
        assertThat(curve.getAt().get(curve.getAt().size() - 1)).isGreaterThan(950);
    }

    @Test
    void epochs_countWhereEveryPointHasALaterOne() throws Exception {
        List<ReferenceCurve> curves =
                read("step,epoch,train_loss,val_loss,val_acc\n", 10, i -> 100 * i + "," + i + ",1,2,0." + i);
        assertThat(curves)
                .extracting(ReferenceCurve::getSignal)
                .containsExactly(
                        CurveSignal.TRAINING_LOSS, CurveSignal.VALIDATION_LOSS, CurveSignal.VALIDATION_ACCURACY);
        assertThat(curves).allMatch(curve -> curve.getAxis() == CurveAxis.EPOCH);
        assertThat(curves.get(2).getValues()).startsWith(0.0, 0.1, 0.2);
    }

    @Test
    void epochsThatStandStill_giveWayToSteps() throws Exception {
        assertThat(read("step,epoch,train_loss\n", 10, i -> i + ",0,1"))
                .extracting(ReferenceCurve::getAxis)
                .containsExactly(CurveAxis.STEP);
    }

    @Test
    void valuesThatAreNotFinite_andSinglePoints_areNoCurve() throws Exception {
        assertThat(read("step,train_loss,val_loss\n", 10, i -> i + ",nan," + (i == 5 ? "1" : "")))
                .isEmpty();
    }

    private List<ReferenceCurve> read(String heading, int rows, IntFunction<String> row)
            throws IOException, UnreadableLogException {
        String body = IntStream.range(0, rows).mapToObj(row).collect(Collectors.joining("\n", heading, "\n"));
        Path file = Files.writeString(folder.resolve("log.csv"), body);
        try (RunLog log = LogFormat.open(file, "log", LogReading.asTheyTell())) {
            return ReferenceCurves.of(log, "log");
        }
    }
}
