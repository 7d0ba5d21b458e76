package io.gradwatch.fleet.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.read.TensorQueries;
import io.gradwatch.schema.TensorStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorQueriesTest {

    @TempDir
    private Path root;

    @Test
    void heatMap_bearsCountsThatAreAsLargeAsALong() throws Exception {
        Records records = new Records();
        TensorStatistics tensor = Records.tensor("a", 1);
        tensor.setNanCount(Long.MAX_VALUE);
        tensor.setInfinityCount(Long.MAX_VALUE);
        TensorStatistics negative = Records.tensor("b", 1);
        negative.setNanCount(Long.MIN_VALUE);
        negative.setInfinityCount(Long.MIN_VALUE);
        List<byte[]> sent = new ArrayList<>();
        for (int rank = 0; rank < 3; rank++) {
            sent.add(records.step("r", 0, rank, 1, Records.START, 1.0, Map.of(), List.of(tensor, negative)));
        }
        try (History history = HistoryFixture.open(root)) {
            HistoryFixture.show(history, sent, 1_000);
            TensorQueries.HeatMap map = history.tensors().heatMap("r", "gradient", "l2_norm", null, null, 20);
            assertThat(map.nan()[0]).containsExactly(Long.MAX_VALUE);
            assertThat(map.nan()[1]).containsExactly(0);
        }
    }

    @Test
    void heatMapOfManyLayers_hasAsManyCellsAsMayBe() throws Exception {
        Records records = new Records();
        List<TensorStatistics> tensors = IntStream.range(0, 2_100)
                .mapToObj(layer -> Records.tensor("layer" + layer, 1))
                .toList();
        List<byte[]> sent = new ArrayList<>();
        for (int step = 0; step < 120; step++) {
            sent.add(records.step("r", 0, 0, step, Records.START, 1.0, Map.of(), tensors));
        }
        try (History history = HistoryFixture.open(root)) {
            HistoryFixture.show(history, sent, 1_000);
            TensorQueries.HeatMap map =
                    history.tensors().heatMap("r", "gradient", "l2_norm", null, null, TensorQueries.MOST_COLUMNS);
            assertThat(map.layers()).hasSize(TensorQueries.MOST_LAYERS);
            assertThat(map.layers().size() * map.step().length).isBetween(50_000, TensorQueries.MOST_CELLS);
        }
    }

    @Test
    void heatMap_keepsSpikeAndNaN_andTheLastAttempt() throws Exception {
        Records records = new Records();
        List<byte[]> sent = new ArrayList<>();
        for (int step = 0; step < 1_000; step++) {
            double norm = step == 777 ? 50 : step == 333 ? Double.NaN : 1;
            sent.add(records.step(
                    "r",
                    0,
                    0,
                    step,
                    Records.START,
                    1.0,
                    Map.of(),
                    List.of(Records.tensor("second", 2), Records.tensor("first", norm))));
        }
        sent.add(records.step("r", 1, 0, 900, Records.START, 1.0, Map.of(), List.of(Records.tensor("first", 9))));
        try (History history = HistoryFixture.open(root)) {
            HistoryFixture.show(history, sent, 600);
            TensorQueries.HeatMap map = history.tensors().heatMap("r", "gradient", "l2_norm", null, null, 20);
            assertThat(map.step().length).isBetween(10, 20);
            int first = map.layers().indexOf("first");
            assertThat(map.values()[first][777 / 64]).isEqualTo(50);
            assertThat(map.nan()[first][333 / 64]).isPositive();
            assertThat(map.values()[first][900 / 64]).isEqualTo(9);
            assertThat(map.values()[map.layers().indexOf("second")][0]).isEqualTo(2);
        }
    }
}
