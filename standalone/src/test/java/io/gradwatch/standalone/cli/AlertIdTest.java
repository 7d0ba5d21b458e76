package io.gradwatch.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class AlertIdTest {

    @ParameterizedTest
    @CsvSource({
        "digits/a0/nan/120/5f2b, digits/a0/nan/120/5f2b",
        "digits%2Fa0%2Fnan%2F120%2F5f2b, digits/a0/nan/120/5f2b",
        "http://127.0.0.1:8484/alerts/digits%2Fa0%2Fnan%2F120%2F5f2b, digits/a0/nan/120/5f2b",
        "https://watch.example.org/gw/alerts/digits%2Fa0%2Fnan%2F120%2F5f2b?theme=dark#votes, digits/a0/nan/120/5f2b",
        "http://127.0.0.1:8484/api/v1/alerts/digits/a0/nan/120/5f2b, digits/a0/nan/120/5f2b",
        "http://127.0.0.1:8484/alerts/a%20b+c%252F%2Fa0, a b+c%2F/a0",
        "half%2Fdone/a0/nan/120/5f2b, half%2Fdone/a0/nan/120/5f2b",
        "50%, 50%"
    })
    void idOrAddress_isTheId(String given, String id) {
        assertThat(new AlertId().convert(given)).isEqualTo(id);
    }

    @Test
    void otherAddress_isRefused() {
        assertThatThrownBy(() -> new AlertId().convert("http://127.0.0.1:8484/runs/digits"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("is no address of an alert");
    }
}
