package io.gradwatch.agent.logs.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCellsTest {

    @Test
    void nestedKeys_areJoined_andOtherValuesLeftOut() throws IOException {
        assertThat(
                        JsonCells.of(
                                "{\"a\": {\"b\": 1, \"c\": {\"d\": NaN}}, \"e\": [1], \"f\": true, \"g\": null, \"h\": \" x \"}"))
                .containsExactly(entry("a/b", "1"), entry("a/c/d", "NaN"), entry("h", "x"));
    }

    @Test
    void objectThatSaysItsData_namesItsValuesByIt() throws IOException {
        assertThat(JsonCells.of("{\"mode\": \"val\", \"epoch\": 2, \"loss\": 2.5, \"test_acc\": 0.5}"))
                .containsKeys("epoch", "dev/loss", "test_acc")
                .doesNotContainKey("loss");
        assertThat(JsonCells.of("{\"mode\": \"train\", \"loss\": 2.5}")).containsKey("loss");
    }

    @Test
    void rowOfOneNamedValue_isThatValue() throws IOException {
        assertThat(JsonCells.of("{\"name\": \"lr\", \"step\": 10, \"value\": 0.5}"))
                .containsOnly(entry("step", "10"), entry("lr", "0.5"));
        assertThat(JsonCells.of("{\"name\": \"run\", \"loss\": 2.5, \"value\": 0.5}"))
                .containsEntry("value", "0.5")
                .containsEntry("loss", "2.5");
    }

    @Test
    void pairs_ofCounts_areTwoValues() throws IOException {
        assertThat(JsonCells.of("{\"global_step/max_steps\": \"5/120\", \"step\": [3, 100]}"))
                .containsEntry("global_step", "5")
                .containsEntry("max_steps", "120")
                .containsEntry("epoch", "3")
                .containsEntry("step", "100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "{\"a\": 1", "{\"a\": 1} {", "{\"a\": 1, \"a\": 2}", "{'a': 1}", "{\"a\": 1x}"})
    void otherText_isRefused(String text) {
        assertThatThrownBy(() -> JsonCells.of(text)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void objectsInObjects_withoutEnd_areRefused() {
        assertThatThrownBy(() -> JsonCells.of("{\"a\":".repeat(21) + "1" + "}".repeat(21)))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void objectBehindWords_isFound_unlessTheLineIsABrokenOne() {
        assertThat(JsonCells.inLine("INFO {x} json_stats: {\"loss\": 2.5} done"))
                .hasValueSatisfying(cells -> assertThat(cells).containsOnly(entry("loss", "2.5")));
        assertThat(JsonCells.inLine(" {\"a\": {\"loss\": 2.5}")).isEmpty();
        assertThat(JsonCells.inLine("no object {}")).isEmpty();
    }
}
