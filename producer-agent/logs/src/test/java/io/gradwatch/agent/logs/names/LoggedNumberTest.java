package io.gradwatch.agent.logs.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedNumberTest {

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "-1.5e-3,-0.0015",
        "5.,5",
        "NaN,NaN",
        "-nan,NaN",
        "INF,Infinity",
        "+infinity,Infinity",
        "-Inf,-Infinity"
    })
    void number_isParsed(String text, double expected) {
        assertThat(LoggedNumber.parse(text)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0x10", "0x1p3.", "1.5f", "1d", "1 2", "1,5", "--1", "nan?", "infinite"})
    void otherText_isNone(String text) {
        assertThat(LoggedNumber.parse(text)).isEmpty();
    }

    @Test
    void textOfMegabytes_isNone() {
        assertThat(LoggedNumber.parse("1".repeat(400))).isPresent();
        assertThat(LoggedNumber.parse("1".repeat(401))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "None", "NULL", "n/a", "<NA>", "No log", "?"})
    void missingValue_isNothing(String text) {
        assertThat(LoggedNumber.isNothing(text)).isTrue();
        assertThat(LoggedNumber.isNothing(text + "0")).isFalse();
    }

    @Test
    void step_isWholeAndExact() {
        assertThat(LoggedNumber.step(0)).hasValue(0);
        assertThat(LoggedNumber.step(1L << 53)).hasValue(1L << 53);
        assertThat(LoggedNumber.step((1L << 53) + 2)).isEmpty();
        assertThat(LoggedNumber.step(0.5)).isEmpty();
        assertThat(LoggedNumber.step(-1)).isEmpty();
        assertThat(LoggedNumber.step(Double.NaN)).isEmpty();
    }

    @Test
    void countWithItsEnd_tellsTheLengthOfAnEpoch() {
        RowValues row = new RowValues();

        assertThat(LoggedNumber.of(LogSignal.EPOCH, "1.5/3", row)).hasValue(1.5);
        assertThat(row.stepsInEpoch).isNull();
        assertThat(LoggedNumber.of(LogSignal.STEP, " 10 / 200 ", row)).hasValue(10);
        assertThat(row.stepsInEpoch).isEqualTo(200);
        assertThat(LoggedNumber.of(LogSignal.TRAIN_LOSS, "10/200", row)).isEmpty();
    }
}
