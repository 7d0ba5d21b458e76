package io.gradwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SingleObjectCodecTest {

    private static final double[] AWKWARD = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE, 1e308, -1e308
    };

    private final SingleObjectCodec<Telemetry> codec = Topics.TELEMETRY.codec();

    @Test
    void randomSteps_comeBackAsTheyWere() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Telemetry written = Samples.telemetry(i, randomStep(random));
            assertThat(codec.decode(codec.encode(written))).isEqualTo(written);
        }
    }

    @Test
    void nullValue_isRefused() {
        assertRefused(null, "the value is null");
    }

    @Test
    void emptyValue_isRefused() {
        assertRefused(new byte[0], "0 bytes are shorter than the header of 10");
    }

    @Test
    void otherFormat_isRefusedWithItsFirstBytes() {
        assertRefused("{\"loss\": 0.5}".getBytes(StandardCharsets.UTF_8), "starts with 7B22");
    }

    @Test
    void unknownFingerprint_isNamed() {
        byte[] alert = Topics.ALERTS.codec().encode(Samples.alert());
        assertRefused(
                alert, String.format("fingerprint %016x", Topics.ALERTS.codec().fingerprint()));
    }

    @Test
    void unknownFingerprint_isLookedForOnce_andSomeAreRemembered() {
        List<Long> lookedFor = new ArrayList<>();
        SingleObjectCodec<Telemetry> counting =
                SingleObjectCodec.withEarlier(Telemetry.getClassSchema(), Telemetry.class, fingerprint -> {
                    lookedFor.add(fingerprint);
                    return Optional.empty();
                });
        byte[] alert = Topics.ALERTS.codec().encode(Samples.alert());
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> counting.decode(alert)).hasMessageContaining("unknown schema");
        }
        assertThat(lookedFor).containsExactly(Topics.ALERTS.codec().fingerprint());

        for (long other = 1; other <= SingleObjectCodec.MOST_UNKNOWN; other++) {
            assertThat(counting.isReadable(other)).isFalse();
        }
        lookedFor.clear();
        assertThat(counting.isReadable(alert)).isFalse();
        assertThat(lookedFor).as("forgotten, as memory is bounded").hasSize(1);
        assertThat(counting.isReadable(SingleObjectCodec.MOST_UNKNOWN)).isFalse();
        assertThat(lookedFor).hasSize(1);
    }

    @Test
    void bytesAfterTheRecord_areRefused() {
        byte[] bytes = codec.encode(Samples.telemetry(1, Samples.step()));
        assertRefused(Arrays.copyOf(bytes, bytes.length + 1), "1 bytes are left after the record");
    }

    @Test
    void failedEncode_leavesNothingBehindForTheNext() throws Exception {
        Telemetry whole = Samples.telemetry(1, Samples.step());
        Telemetry broken =
                Samples.telemetry(1, new Evaluation(1L, null, null, null, Map.of(), null, null, null, List.of()));

        assertThatThrownBy(() -> codec.encode(broken)).isInstanceOf(RuntimeException.class);

        assertThat(codec.decode(codec.encode(whole))).isEqualTo(whole);
    }

    private void assertRefused(byte[] bytes, String reason) {
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageStartingWith("Telemetry: ")
                .hasMessageContaining(reason);
    }

    private static Step randomStep(Random random) {
        return Step.newBuilder()
                .setStep(random.nextLong())
                .setEpoch(maybe(random))
                .setLoss(maybe(random))
                .setLearningRate(maybe(random))
                .setGradientNorm(maybe(random))
                .setParameterNorm(maybe(random))
                .setUpdateRatio(maybe(random))
                .setLossScale(maybe(random))
                .setSkippedByLossScaler(random.nextBoolean())
                .setBatchSize(random.nextBoolean() ? random.nextInt() : null)
                .setHostMemoryBytes(random.nextBoolean() ? random.nextLong() : null)
                .setMetrics(randomMetrics(random))
                .setTensors(randomTensors(random))
                .build();
    }

    private static Double maybe(Random random) {
        return random.nextInt(4) == 0 ? null : (Double) number(random);
    }

    private static double number(Random random) {
        return random.nextBoolean() ? AWKWARD[random.nextInt(AWKWARD.length)] : random.nextGaussian();
    }

    private static Map<String, Double> randomMetrics(Random random) {
        Map<String, Double> metrics = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            metrics.put("metric \u20ac" + i, number(random));
        }
        return metrics;
    }

    private static List<TensorStatistics> randomTensors(Random random) {
        List<TensorStatistics> tensors = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            TensorStatistics tensor = Samples.tensor();
            tensor.setKind(TensorKind.values()[random.nextInt(TensorKind.values().length)]);
            tensor.setMean(number(random));
            tensor.setNanCount(random.nextLong());
            tensors.add(tensor);
        }
        return tensors;
    }
}
