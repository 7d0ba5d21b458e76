package io.gradwatch.fleet.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Topics;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SeriesValuesTest {

    private static final String LONG = "x".repeat(SeriesValues.NAME_CHARACTERS + 1);

    private final Map<String, Double> values = new TreeMap<>();

    /** With the first codec Avro trusts the classes of the schemas. */
    @BeforeAll
    static void trustClasses() {
        Topics.TELEMETRY.codec();
    }

    @Test
    void metricWithTheNameOfAField_isNoSeries() {
        SeriesValues.of(
                Step.newBuilder()
                        .setStep(1)
                        .setLoss(2.0)
                        .setMetrics(Map.of("loss", 7.0, "reward", 3.0))
                        .build(),
                values::put);

        assertThat(values).containsOnly(Map.entry("loss", 2.0), Map.entry("reward", 3.0));
    }

    @Test
    void lossOfAnEvaluation_isTheFieldElseTheMetric() {
        Evaluation.Builder evaluation = Evaluation.newBuilder()
                .setStep(1)
                .setSplit(Split.TEST)
                .setMetrics(Map.of("loss", 7.0, "accuracy", 0.5));

        SeriesValues.of(evaluation.build(), values::put);
        assertThat(values).containsOnly(Map.entry("test/loss", 7.0), Map.entry("test/accuracy", 0.5));

        SeriesValues.of(evaluation.setLoss(2.0).build(), values::put);
        assertThat(values).containsOnly(Map.entry("test/loss", 2.0), Map.entry("test/accuracy", 0.5));
    }

    @Test
    void nameThatIsTooLong_isLeftOutWhereAskedFor() {
        Step step = Step.newBuilder().setStep(1).setMetrics(Map.of(LONG, 1.0)).build();

        SeriesValues.of(step, SeriesValues.withShortNames(values::put));
        assertThat(values).isEmpty();

        SeriesValues.of(step, values::put);
        assertThat(values).containsOnlyKeys(LONG);
    }
}
