package io.gradwatch.fleet.history;

import static io.gradwatch.fleet.history.HistoryFixture.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.read.HistogramQueries.Histogram;
import io.gradwatch.fleet.history.write.PartitionWriter;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramQueriesTest {

    private static final int LOWEST = MagnitudeHistogram.LOWEST_EXPONENT;

    @TempDir
    private Path root;

    private final Records records = new Records();
    private final List<byte[]> sent = new ArrayList<>();

    /** A gradient of which some elements are in the bin of an exponent, and one is -1. */
    private static TensorStatistics tensor(String layer, int exponent, long elements) {
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        histogram.add(false, exponent, elements);
        histogram.add(-1);
        TensorStatistics tensor = Records.tensor(layer, 1);
        tensor.setElements(elements + 4);
        tensor.setZeroCount(2);
        tensor.setNanCount(1);
        tensor.setHistogram(histogram.pack());
        return tensor;
    }

    private void send(int attempt, int rank, long step, TensorStatistics... tensors) {
        sent.add(records.step("r", attempt, rank, step, Records.START, 1.0, Map.of(), List.of(tensors)));
    }

    private Histogram at(History history, Long step) {
        return history.histograms().at("r", "a", "gradient", step);
    }

    /** A history with what was sent, half of it in files and the rest in memory. */
    private History written() throws Exception {
        History history = HistoryFixture.open(root);
        PartitionWriter writer = history.writer(PARTITION);
        HistoryFixture.write(writer, sent, Math.max(1, sent.size() / 2), Records.START);
        writer.show();
        return history;
    }

    @Test
    void nearestStepAtOrBefore_isAnsweredWithThoseAround() throws Exception {
        for (long step = 0; step <= 40; step++) {
            send(
                    0,
                    0,
                    step,
                    step % 10 == 0 ? tensor("a", (int) step / 10, 5) : Records.tensor("a", 1),
                    tensor("b", 9, 7));
        }
        try (History history = written()) {
            Histogram found = at(history, 29L);
            assertThat(List.of(found.step(), found.previousStep(), found.nextStep()))
                    .containsExactly(20L, 10L, 30L);
            assertThat(List.of(found.firstStep(), found.lastStep(), (long) found.attempt()))
                    .containsExactly(0L, 40L, 0L);
            assertThat(found.positive()[2 - LOWEST]).isEqualTo(5);
            assertThat(found.negative()[-LOWEST]).isEqualTo(1);
            assertThat(List.of(found.elements(), found.zero(), found.nan(), found.infinity()))
                    .containsExactly(9L, 2L, 1L, 0L);
            assertThat(at(history, 20L).step()).isEqualTo(20);
            assertThat(at(history, 0L).previousStep()).isNull();
            assertThat(at(history, null).step()).isEqualTo(40);
            assertThat(at(history, Long.MAX_VALUE).nextStep()).isNull();
        }
    }

    @Test
    void histogramThatIsNot_isToldFromOneThatComesLater() throws Exception {
        send(0, 0, 3, Records.tensor("a", 1));
        send(0, 0, 5, tensor("a", 0, 5));
        send(0, 0, 7, tensor("a", 0, 5));
        try (History history = written()) {
            Histogram before = at(history, 4L);
            assertThat(before.step()).isNull();
            assertThat(List.of(before.nextStep(), before.firstStep(), before.lastStep()))
                    .containsExactly(5L, 5L, 7L);
            assertThat(before.elements()).isZero();
            Histogram none = history.histograms().at("r", "a", "update", null);
            assertThat(none.firstStep()).isNull();
            assertThat(none.positive()).hasSize(MagnitudeHistogram.BINS).containsOnly(0);
        }
    }

    @Test
    void ranks_areAddedUp() throws Exception {
        for (int rank = 0; rank < 3; rank++) {
            send(0, rank, 5, tensor("a", -7, 10 + rank));
        }
        try (History history = written()) {
            Histogram found = at(history, 5L);
            assertThat(found.positive()[-7 - LOWEST]).isEqualTo(33);
            assertThat(found.negative()[-LOWEST]).isEqualTo(3);
            assertThat(found.elements()).isEqualTo(45);
        }
    }

    @Test
    void countsOfRanks_endAtTheLargestNumber() throws Exception {
        TensorStatistics tensor = tensor("a", 0, Long.MAX_VALUE);
        tensor.setElements(Long.MAX_VALUE);
        send(0, 0, 5, tensor);
        send(0, 1, 5, tensor);
        try (History history = written()) {
            Histogram found = at(history, 5L);
            assertThat(found.positive()[-LOWEST]).isEqualTo(Long.MAX_VALUE);
            assertThat(found.elements()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void stepsThatALaterAttemptDidAgain_areGone() throws Exception {
        for (long step = 0; step <= 50; step += 10) {
            send(0, 0, step, tensor("a", 0, 1));
        }
        send(1, 0, 25, tensor("a", 1, 1));
        send(1, 0, 60, tensor("a", 1, 1));
        try (History history = written()) {
            assertThat(at(history, 59L).step()).isEqualTo(25);
            assertThat(at(history, 59L).attempt()).isEqualTo(1);
            assertThat(at(history, 59L).previousStep()).isEqualTo(20);
            assertThat(at(history, 59L).nextStep()).isEqualTo(60);
            assertThat(at(history, 20L).attempt()).isZero();
        }
    }

    @Test
    void bytesThatAreNoHistogram_areNone() throws Exception {
        TensorStatistics broken = tensor("a", 0, 1);
        broken.setHistogram(java.nio.ByteBuffer.wrap(new byte[] {77, 1}));
        send(0, 0, 0, broken);
        try (History history = written()) {
            assertThat(at(history, null).firstStep()).isNull();
        }
    }

    @Test
    void column_hasTheCountsByValue() throws Exception {
        send(0, 0, 0, tensor("a", 0, 3), Records.tensor("b", 1));
        try (History history = written()) {
            assertThat(HistoryFixture.query(
                            history,
                            HistoryTable.TENSORS,
                            "SELECT layer, len(histogram), histogram[24], histogram[105] FROM $ ORDER BY layer"))
                    .containsExactly("a|128|1|3", "b|null|null|null");
        }
    }
}
