package io.gradwatch.agent.logs.text.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "2.5|2.5",
                "-2.5e-3|-2.5e-3",
                "+.5|+.5",
                "1.5f-3|1.5e-3",
                "1,234|1234",
                "1'234'567|1234567",
                "1,234.5|1234.5",
                "2,1964|2.1964",
                "0,125|0.125",
                "-nan|-nan",
                "Infinity|inf",
                "-inf|-inf",
                "nan(ind)|nan",
                "1.#QNAN|nan",
                "-1.#INF00|-inf",
                "12k|12e3",
                "1.5M|1.5e6",
                "3.2GB|3.2",
                "15.3img/s|15.3",
                "7.|7"
            })
    void number_isReadAsJavaDoes(String printed, String expected) {
        NumberText number = NumberText.at(printed, 0);

        assertThat(number.text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "12:30", "2026-01-01", "3abc", "12_000x", "1x2", "192.168.0.1", "."})
    void versionsTimesAndNames_areNoNumbers(String printed) {
        assertThat(NumberText.at(printed, 0).text()).isNull();
    }

    @Test
    void perCent_isNotedAndPassed() {
        NumberText number = NumberText.at("acc 97.5% of", 4);

        assertThat(number.percent()).isTrue();
        assertThat(number.end()).isEqualTo(9);
        assertThat(NumberText.at("97.5 %", 0).percent()).isFalse();
    }

    @Test
    void onlyDigits_areWhole() {
        assertThat(NumberText.at("1,000", 0).whole()).isTrue();
        assertThat(NumberText.at("1000", 0).whole()).isTrue();
        assertThat(NumberText.at("-1000", 0).whole()).isFalse();
        assertThat(NumberText.at("1000.0", 0).whole()).isFalse();
        assertThat(NumberText.at("1000ms", 0).whole()).isFalse();
    }

    @Test
    void digitsWithoutEnd_areNoNumber() {
        assertThat(NumberText.at("1".repeat(400), 0).text()).hasSize(400);
        assertThat(NumberText.at("1".repeat(401), 0).text()).isNull();
    }

    @Test
    void unitBehindABlank_isPassedUnlessANumberFollows() {
        assertThat(NumberText.afterUnit("21.3 s loss", 4)).isEqualTo(6);
        assertThat(NumberText.afterUnit("21.3 s: 4", 4)).isEqualTo(4);
        assertThat(NumberText.afterUnit("21.3 loss", 4)).isEqualTo(4);
    }

    @Test
    void wordNumber_standsAlone() {
        assertThat(NumberText.wordNumber("nan", 0)).isEqualTo(3);
        assertThat(NumberText.wordNumber("nano", 0)).isZero();
        assertThat(NumberText.wordNumber("inf(1)", 0)).isZero();
        assertThat(NumberText.wordNumber("INFINITY,", 0)).isEqualTo(8);
    }
}
