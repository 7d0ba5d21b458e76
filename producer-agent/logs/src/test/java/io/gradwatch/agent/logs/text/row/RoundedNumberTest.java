package io.gradwatch.agent.logs.text.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundedNumberTest {

    @ParameterizedTest
    @CsvSource({
        "2.5,2.5,true",
        "2.5,2.50,true",
        "0.12345,0.123,true",
        "0.12355,0.1236,true",
        "0.12345,0.124,false",
        "1234.5,1.2345e3,true",
        "12346,1.23e4,true",
        "2.5,-2.5,false",
        "nan,2.5,false",
        "nan,nan,true"
    })
    void number_isTheSameWithFewerDigits(String one, String other, boolean same) {
        assertThat(RoundedNumber.isSame(one, other)).isEqualTo(same);
        assertThat(RoundedNumber.isSame(other, one)).isEqualTo(same);
    }

    @Test
    void numberOfFewDigits_isNotPrecise() {
        assertThat(RoundedNumber.isPrecise("0.12")).isFalse();
        assertThat(RoundedNumber.isPrecise("0.123")).isTrue();
        assertThat(RoundedNumber.isPrecise("nan")).isFalse();
        assertThat(RoundedNumber.isSame("1", null)).isFalse();
    }
}
