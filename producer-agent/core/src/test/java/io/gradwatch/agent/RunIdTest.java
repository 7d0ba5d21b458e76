package io.gradwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunIdTest {

    @ParameterizedTest
    @CsvSource({"Digits MLP #2,digits-mlp-2-", "'',run-", "\u6570\u5b57,run-", "---,run-"})
    void madeRunId_showsTheNameAndEndsAtRandom(String name, String start) {
        String id = RunId.make(name);
        assertThat(id).startsWith(start).matches("[a-z0-9-]+-\\d{8}-[0-9a-f]{8}");
        assertThat(RunId.make(name)).isNotEqualTo(id);
    }
}
