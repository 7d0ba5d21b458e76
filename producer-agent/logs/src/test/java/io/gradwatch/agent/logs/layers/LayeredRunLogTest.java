package io.gradwatch.agent.logs.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayeredRunLogTest {

    private static final String LOG = "step,train_loss,val_loss\n1,3,\n2,,2.5\n2,2,\n5,1,\n";
    private static final String HEADING =
            "step,epoch,layer,activation,zero_frac,sat_frac,act_std,weight_norm,grad_norm\n";

    @TempDir
    Path folder;

    @Test
    void statistics_joinTheFirstStepOfTheirNumber() throws IOException {
        Logs.Reading read = read(HEADING + "2,0,dense,relu,0.25,0.5,1.5,10,0.01\n2,0,out,softmax,,,,7,nan\n");

        assertThat(read.problem()).isEmpty();
        assertThat(read.rows()).extracting(LogRow::step).containsExactly(1L, 2L, 2L, 5L);
        List<TensorStatistics> tensors = step(read, 2).getTensors();
        assertThat(tensors)
                .extracting(TensorStatistics::getKind)
                .containsExactly(
                        TensorKind.ACTIVATION,
                        TensorKind.PARAMETER,
                        TensorKind.GRADIENT,
                        TensorKind.PARAMETER,
                        TensorKind.GRADIENT);
        assertThat(tensors.get(0).getElements()).isEqualTo(1_000_000);
        assertThat(tensors.get(0).getZeroCount()).isEqualTo(250_000);
        assertThat(tensors.get(0).getSaturatedCount()).isEqualTo(500_000);
        assertThat(tensors.get(0).getStandardDeviation()).isEqualTo(1.5);
        assertThat(tensors.get(0).getMean()).isNaN();
        assertThat(tensors.get(1).getL2Norm()).isEqualTo(10);
        assertThat(tensors.get(1).getSaturatedCount()).isNull();
        assertThat(tensors.get(4).getNanCount()).isEqualTo(1);
        assertThat(step(read, 0).getTensors()).isEmpty();
        assertThat(((RunStarted) read.started().getEvent()).getLayers())
                .extracting(Layer::getName, Layer::getActivation)
                .containsExactly(tuple("dense", "relu"), tuple("out", "softmax"));
    }

    @Test
    void stepsThatTheLogDoesNotHave_areRowsOfTheirOwn_inTheirPlace() throws IOException {
        Logs.Reading read = read(HEADING + "0,0,a,,0,,,,\n3,1,a,,0,,,,\n9,2,a,,0,,,,\n");

        assertThat(read.rows()).extracting(LogRow::step).containsExactly(0L, 1L, 2L, 2L, 3L, 5L, 9L);
        assertThat(read.rows()).extracting(LogRow::number).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(step(read, 4).getEpoch()).isEqualTo(1);
        assertThat(read.events())
                .extracting(event -> event.getOrigin().getSequence())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void restart_takesTheStatisticsOfItsAttempt() throws IOException {
        Files.writeString(folder.resolve("run.csv"), "step,train_loss\n1,3\n2,2\n3,2\n1,3\n2,1\n");

        Logs.Reading read = readBeside(HEADING + "2,0,a,,0.5,,,,\n2,0,a,,0.75,,,,\n");

        assertThat(step(read, 1).getTensors().get(0).getZeroCount()).isEqualTo(500_000);
        assertThat(step(read, 4).getTensors().get(0).getZeroCount()).isEqualTo(750_000);
        assertThat(read.rows()).hasSize(5);
    }

    @Test
    void wrongStatistics_areToldAfterTheWholeLog() throws IOException {
        Logs.Reading read = read(HEADING + "2,0,a,relu,0.5,,,,\n5,0,a,relu,1.5,,,,\n");

        assertThat(read.rows()).extracting(LogRow::step).containsExactly(1L, 2L, 2L, 5L);
        assertThat(step(read, 2).getTensors()).hasSize(1);
        assertThat(read.problem()).get().asString().contains("layers.csv:3: zero_frac was '1.5'; expected a fraction");
        assertThat(read("step,lyer\n1,a\n").problem()).get().asString().contains("has no column layer");
        assertThat(read("step,layer,zero_frc\n1,a,0\n").problem())
                .get()
                .asString()
                .contains("has the column 'zero_frc', which is not known; the nearest is zero_frac");
    }

    @Test
    void statisticsCutOrChangedAnywhere_neverLoseTheLog() throws IOException {
        byte[] whole = (HEADING + "2,0,dense,relu,0.25,0.5,1.5,10,0.01\n").getBytes(StandardCharsets.UTF_8);
        for (int place = 0; place < whole.length; place++) {
            byte[] changed = whole.clone();
            changed[place] ^= 0x15;
            for (byte[] content : List.of(Arrays.copyOf(whole, place), changed)) {
                List<LogRow> rows = read(content).rows();
                assertThat(rows.stream().flatMap(row -> row.events().stream()).map(LayeredRunLogTest::loss))
                        .contains(3.0, 2.0, 1.0);
            }
        }
    }

    private static Double loss(Telemetry telemetry) {
        return telemetry.getEvent() instanceof Step step ? step.getLoss() : null;
    }

    private Logs.Reading read(String layers) throws IOException {
        return read(layers.getBytes(StandardCharsets.UTF_8));
    }

    private Logs.Reading read(byte[] layers) throws IOException {
        Files.writeString(folder.resolve("run.csv"), LOG);
        return readBeside(layers);
    }

    private Logs.Reading readBeside(String layers) throws IOException {
        return readBeside(layers.getBytes(StandardCharsets.UTF_8));
    }

    private Logs.Reading readBeside(byte[] layers) throws IOException {
        Path file = Files.write(folder.resolve("layers.csv"), layers);
        List<LogRow> rows = new ArrayList<>();
        Telemetry started = null;
        try (RunLog log =
                new LayeredRunLog(LogFormat.open(folder.resolve("run.csv"), "run", LogReading.asTheyTell()), file)) {
            started = log.started();
            for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                rows.add(row.get());
            }
            return new Logs.Reading(started, rows, Optional.empty(), null);
        } catch (UnreadableLogException e) {
            return new Logs.Reading(started, rows, Optional.of(e.getMessage()), null);
        }
    }

    private static Step step(Logs.Reading read, int row) {
        return (Step) read.rows().get(row).events().get(0).getEvent();
    }
}
