package io.gradwatch.fleet.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellFormedTextTest {

    private record Body(String text) {}

    @ParameterizedTest
    @CsvSource({
        "a\\ud800, a\ufffd",
        "\\udc00b, \ufffdb",
        "\\ud83d\\ude00, \ud83d\ude00",
        "\\udc00\\ud800, \ufffd\ufffd",
        "plain, plain"
    })
    void unpairedSurrogates_areReplaced(String escaped, String text) throws Exception {
        assertThat(Json.mapper()
                        .readValue("{\"text\": \"" + escaped + "\"}", Body.class)
                        .text())
                .isEqualTo(text);
    }
}
