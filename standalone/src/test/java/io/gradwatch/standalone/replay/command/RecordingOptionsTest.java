package io.gradwatch.standalone.replay.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingOptionsTest {

    @TempDir
    Path folder;

    private String log;

    @BeforeEach
    void prepare() throws IOException {
        log = Files.writeString(folder.resolve("r.csv"), "it;total\n1;2\n2;nan\n3;nan\n4;nan\n")
                .toString();
    }

    @Test
    void mappedSignals_reachTheDetectors() throws Exception {
        CommandRun plain = CommandRun.of("replay", "--json", log);
        CommandRun mapped = CommandRun.of("replay", "--json", "--map", "step=it", "--map", "train_loss=total", log);

        assertThat(plain.out()).doesNotContain("\"nan\"");
        JsonNode alert = ReplayCommandTest.lines(mapped).get(0);
        assertThat(alert.get("class").asText()).isEqualTo("nan");
        assertThat(alert.get("step").asLong()).isEqualTo(2);
        assertThat(mapped.code()).isZero();
    }

    @Test
    void wrongMappings_areRefused() {
        CommandRun signal = CommandRun.of("replay", "--map", "train_los=total", log);
        CommandRun column = CommandRun.of("replay", "--map", "train_loss=totl", log);

        assertThat(signal.code()).isEqualTo(2);
        assertThat(signal.err()).contains("--map: 'train_los' is no signal; the nearest is train_loss");
        assertThat(column.code()).isEqualTo(1);
        assertThat(column.err()).contains("r.csv:1: has no 'totl'", "the nearest is 'total'");
    }

    @Test
    void layersBesideTheLog_reachTheDetectors() throws Exception {
        Path layers = Files.createDirectory(folder.resolve("stats"));
        Files.writeString(
                layers.resolve("r.csv"),
                "step,layer,grad_norm\n" + "2,dense,0.5\n" + "3,dense,nan\n" + "9,dense,nan\n");
        String healthy = Files.writeString(folder.resolve("h.csv"), "step,loss\n1,2\n2,1\n3,1\n")
                .toString();
        Files.copy(layers.resolve("r.csv"), layers.resolve("h.csv"));

        List<JsonNode> lines =
                ReplayCommandTest.lines(CommandRun.of("replay", "--json", "--layers", layers.toString(), healthy));

        assertThat(lines.get(0).get("class").asText()).isEqualTo("nan");
        assertThat(lines.get(0).get("summary").asText()).contains("dense");
        assertThat(lines.get(lines.size() - 1).get("rows").asLong()).isEqualTo(4);
        CommandRun none =
                CommandRun.of("replay", "--layers", folder.resolve("none").toString(), healthy);
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("expected a folder");
    }

    @Test
    void declarations_areRefusedWithAllTheirProblems() throws IOException {
        Path file = Files.writeString(folder.resolve("runs.yml"), "objectiv: gan\nclasses: one\n");

        CommandRun refused = CommandRun.of("replay", "--declare", file.toString(), log);

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains(
                        "runs.yml:1: objectiv is not known; the nearest known key is objective",
                        "runs.yml:2: classes was 'one' but must be a whole number from 2");
    }
}
