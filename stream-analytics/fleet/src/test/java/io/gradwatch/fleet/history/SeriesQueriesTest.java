package io.gradwatch.fleet.history;

import static io.gradwatch.fleet.history.HistoryFixture.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.PointsRequest;
import io.gradwatch.fleet.history.read.SeriesQueries;
import io.gradwatch.fleet.history.read.TensorQueries;
import io.gradwatch.fleet.history.write.PartitionWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesQueriesTest {

    private record Value(int attempt, long step, double value) {}

    @TempDir
    private Path root;

    /** Some rows in files, some in memory; attempts that go back, gaps, NaN, infinities, spikes. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyZoom_isWhatAllRowsSay(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Records records = new Records();
        List<Value> values = new ArrayList<>();
        List<byte[]> sent = new ArrayList<>();
        boolean metric = seed % 2 == 0;
        long step = 0;
        int attempt = 0;
        for (int i = 0; i < 6_000; i++) {
            double value = random.nextInt(200) == 0 ? special(random) : random.nextDouble();
            values.add(new Value(attempt, step, value));
            sent.add(records.step(
                    "r", attempt, step, metric ? 0.5 : value, metric ? Map.of("a/b 'c'", value) : Map.of()));
            sent.add(records.step("other", 0, i, 9e9, Map.of("a/b 'c'", 9e9)));
            step += random.nextInt(100) == 0 ? random.nextInt(20_000) : random.nextInt(1, 4);
            if (random.nextInt(2_000) == 0) {
                attempt++;
                step = random.nextLong(step);
            }
        }
        String series = metric ? "a/b 'c'" : "loss";
        try (History history = HistoryFixture.open(root)) {
            HistoryFixture.show(history, sent, 2_500);
            long last = values.stream().mapToLong(Value::step).max().orElseThrow();
            check(history.series().points(PointsRequest.all("r", series, 300)), values, 0, Long.MAX_VALUE, 300);
            for (int i = 0; i < 40; i++) {
                long from = random.nextLong(last);
                long to = from + random.nextLong(1L << random.nextInt(1, 20));
                int points = random.nextInt(20, 1_000);
                Points answer = history.series()
                        .points(PointsRequest.all("r", series, points).between(from, to));
                check(answer, values, from, to, points);
            }
        }
    }

    private static void check(Points answer, List<Value> values, long from, long to, int limit) {
        assertThat(answer.size()).isLessThanOrEqualTo(limit);
        long width = answer.bucketSteps();
        long lowest = from & -width;
        long highest = to | (width - 1);
        List<Value> expected = values.stream()
                .filter(value -> value.step() >= lowest && value.step() <= highest)
                .sorted(Comparator.comparingInt(Value::attempt).thenComparingLong(Value::step))
                .toList();
        int used = 0;
        for (int i = 0; i < answer.size(); i++) {
            List<Double> inside = new ArrayList<>();
            int begin = used;
            while (used < expected.size()
                    && expected.get(used).attempt() == answer.attempt()[i]
                    && expected.get(used).step() <= answer.lastStep()[i]) {
                inside.add(expected.get(used++).value());
            }
            assertThat(inside).isNotEmpty();
            assertThat(answer.step()[i]).isEqualTo(expected.get(begin).step());
            assertThat(answer.lastStep()[i]).isEqualTo(expected.get(used - 1).step());
            assertThat(answer.step()[i] & -width).isEqualTo(answer.lastStep()[i] & -width);
            compare(answer, i, inside);
        }
        assertThat(used).isEqualTo(expected.size());
    }

    private static void compare(Points answer, int i, List<Double> inside) {
        List<Double> finite = inside.stream().filter(Double::isFinite).toList();
        Double last = inside.get(inside.size() - 1);
        assertThat(answer.count()[i]).isEqualTo(inside.size());
        assertThat(answer.nan()[i])
                .isEqualTo(inside.stream().filter(v -> v.isNaN()).count());
        assertThat(answer.positiveInfinity()[i])
                .isEqualTo(inside.stream()
                        .filter(v -> v == Double.POSITIVE_INFINITY)
                        .count());
        assertThat(answer.negativeInfinity()[i])
                .isEqualTo(inside.stream()
                        .filter(v -> v == Double.NEGATIVE_INFINITY)
                        .count());
        assertThat(answer.last()[i]).isEqualTo(last);
        assertThat(answer.min()[i])
                .isEqualTo(
                        Double.valueOf(finite.stream().mapToDouble(v -> v).min().orElse(last)));
        assertThat(answer.max()[i])
                .isEqualTo(
                        Double.valueOf(finite.stream().mapToDouble(v -> v).max().orElse(last)));
        Double mean = finite.stream().mapToDouble(v -> v).average().orElse(last);
        if (Double.isFinite(mean)) {
            assertThat(answer.mean()[i]).isCloseTo(mean, within(1e-9 * Math.max(1, Math.abs(mean))));
        } else {
            assertThat(answer.mean()[i]).isEqualTo(mean);
        }
    }

    private static double special(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            default -> 1e6 * random.nextDouble();
        };
    }

    @Test
    void timeAxis_picksByTheClockOfTheJob() throws Exception {
        Records records = new Records();
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            sent.add(records.step("r", 0, i, (double) i, Map.of()));
        }
        try (History history = HistoryFixture.open(root)) {
            HistoryFixture.show(history, sent, 4_000);
            PointsRequest hundred = new PointsRequest(
                    "r",
                    "loss",
                    0,
                    PointsRequest.Axis.TIME,
                    Records.START + 3_950_000,
                    Records.START + 4_049_000,
                    5_000,
                    0);
            Points points = history.series().points(hundred);
            assertThat(points.raw()).isTrue();
            assertThat(points.last()).hasSize(100).startsWith(3950.0).endsWith(4049.0);
            assertThat(points.timeMillis()[0]).isEqualTo(Records.START + 3_950_000);
        }
    }

    @Test
    void smoothing_isTheExponentialAverageOfTheFiniteValues_whatTheZoom() throws Exception {
        Records records = new Records();
        List<byte[]> sent = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(5);
        double[] expected = new double[3_000];
        double weighted = 0;
        double weights = 0;
        for (int i = 0; i < expected.length; i++) {
            double value = i % 500 == 7 ? Double.NaN : random.nextDouble();
            sent.add(records.step("r", 0, i, value, Map.of()));
            double decay = Math.pow(2, -1 / 50.0);
            weighted = weighted * decay + (Double.isNaN(value) ? 0 : value);
            weights = weights * decay + (Double.isNaN(value) ? 0 : 1);
            expected[i] = weighted / weights;
        }
        try (History history = HistoryFixture.open(root)) {
            HistoryFixture.show(history, sent, 1_700);
            for (int points : List.of(100, 5_000)) {
                Points answer = history.series()
                        .points(PointsRequest.all("r", "loss", points).smoothed(50));
                for (int i = 0; i < answer.size(); i++) {
                    assertThat(answer.smoothed()[i]).isCloseTo(expected[(int) answer.lastStep()[i]], within(1e-9));
                }
            }
        }
    }

    @Test
    void series_countsFilesAndMemory() throws Exception {
        Records records = new Records();
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sent.add(records.step("r", 0, i, 1.0, Map.of("accuracy", 0.5, "loss", -1.0)));
        }
        sent.add(records.evaluation("r", 0, 30, io.gradwatch.schema.Split.TRAIN_VAL, 0.7, Map.of("accuracy", 0.4)));
        try (History history = HistoryFixture.open(root)) {
            HistoryFixture.show(history, sent, 20);
            assertThat(history.series().series("r"))
                    .containsExactly(
                            new SeriesQueries.Series("accuracy", null, 30, 0, 29),
                            new SeriesQueries.Series("loss", null, 30, 0, 29),
                            new SeriesQueries.Series("train-val/accuracy", "train-val", 1, 30, 30),
                            new SeriesQueries.Series("train-val/loss", "train-val", 1, 30, 30));
            assertThat(history.series().series("nobody")).isEmpty();
        }
    }

    @Test
    void stepsAtBothEndsOfTheirRange_areAnswered() throws Exception {
        Records records = new Records();
        List<byte[]> sent = new ArrayList<>();
        for (long step : new long[] {0, 1, 2, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
            sent.add(records.step("r", 0, 0, step, Records.START, 1.0, Map.of(), List.of(Records.tensor("first", 2))));
        }
        try (History history = HistoryFixture.open(root)) {
            PartitionWriter writer = history.writer(PARTITION);
            HistoryFixture.write(writer, sent.subList(0, 4), 4, Records.START);
            HistoryFixture.write(writer, sent, 1_000, Records.START);
            writer.show();
            for (int points : new int[] {1, 2, 1_000, PointsRequest.MOST_POINTS}) {
                PointsRequest request = PointsRequest.all("r", "loss", points);
                assertThat(history.series().points(request).size()).isBetween(1, Math.min(points, 5));
                assertThat(history.series().points(request.smoothed(10)).size()).isPositive();
                assertThat(history.series()
                                .points(request.between(1, Long.MAX_VALUE))
                                .size())
                        .isPositive();
                assertThat(history.series()
                                .points(request.between(Long.MAX_VALUE, Long.MAX_VALUE))
                                .size())
                        .isEqualTo(1);
            }
            assertThat(history.series().series("r").get(0).lastStep()).isEqualTo(Long.MAX_VALUE);
            for (int columns : new int[] {1, 2, 400, TensorQueries.MOST_COLUMNS}) {
                assertThat(history.tensors()
                                .heatMap("r", "gradient", "l2_norm", null, null, columns)
                                .step())
                        .isNotEmpty();
            }
        }
    }
}
