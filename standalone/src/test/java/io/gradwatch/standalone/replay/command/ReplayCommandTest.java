package io.gradwatch.standalone.replay.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.standalone.CommandRun;
import io.gradwatch.standalone.replay.SampleLogs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {

    @TempDir
    Path folder;

    private SampleLogs logs;

    @BeforeEach
    void prepare() {
        logs = new SampleLogs(folder);
    }

    @Test
    void runThatBreaks_firesAtTheRowAtWhichItIsSeen() throws Exception {
        CommandRun run =
                CommandRun.of("replay", "--json", logs.restarted("r.csv").toString());

        List<JsonNode> lines = lines(run);
        JsonNode nan = lines.stream()
                .filter(line -> line.path("class").asText().equals("nan"))
                .findFirst()
                .orElseThrow();
        assertThat(nan.get("run").asText()).isEqualTo("r");
        assertThat(nan.get("state").asText()).isEqualTo("firing");
        assertThat(nan.get("raised_row").asLong()).isEqualTo(50);
        assertThat(nan.get("step").asLong()).isEqualTo(50);
        assertThat(lines.get(lines.size() - 1).toString()).isEqualTo("{\"run\":\"r\",\"rows\":150}");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void healthyRun_hasNoAlert() throws Exception {
        String file = logs.healthy("h.csv").toString();

        List<JsonNode> lines = lines(CommandRun.of("replay", "--json", file));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).get("read_as").asText())
                .startsWith("read as: step ← step, epoch ← epoch, train_loss ← train_loss, val_loss ← val_loss");
        assertThat(lines.get(1).toString()).isEqualTo("{\"run\":\"h\",\"rows\":300}");
        assertThat(CommandRun.of("replay", file).out()).contains("h: 300 rows, no alert", "1 run, 300 rows: 0 with");
    }

    @Test
    void runThatFallsBehindAReference_isTold() throws Exception {
        Path good = Files.writeString(folder.resolve("good.csv"), losses(1));
        Path bad = Files.writeString(folder.resolve("bad.csv"), losses(2));
        List<JsonNode> lines = lines(
                CommandRun.of("replay", "--json", "--reference", good.toString(), bad.toString(), good.toString()));
        assertThat(lines)
                .filteredOn(line -> line.path("detector").asText().equals("reference-gap")
                        && line.path("state").asText().equals("firing"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.get("run").asText()).isEqualTo("bad");
                    assertThat(line.get("summary").asText()).contains("'good'");
                });
        assertThat(CommandRun.of("replay", "--reference", "missing.csv", bad.toString()))
                .satisfies(run -> assertThat(run.err()).contains("--reference: missing.csv"))
                .extracting(CommandRun::code)
                .isEqualTo(2);
    }

    private static String losses(double factor) {
        StringBuilder rows = new StringBuilder("step,train_loss\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i)
                    .append(',')
                    .append(factor * (0.5 + 2 * Math.exp(-i / 15.0)))
                    .append('\n');
        }
        return rows.toString();
    }

    @Test
    void filesWithProblems_areReplayedAsFarAsTheyGo_andOthersGoOn() throws Exception {
        Path garbage = Files.write(folder.resolve("garbage.csv"), new byte[] {0, 1, 2, (byte) 0xFF});
        Path missing = folder.resolve("missing.csv");

        CommandRun run = CommandRun.of(
                "replay",
                "--json",
                garbage.toString(),
                logs.cut("cut.csv").toString(),
                missing.toString(),
                logs.healthy("h.csv").toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("garbage.csv:1: "),
                        line -> assertThat(line).contains("cut.csv:4: has 3 columns; expected 8"),
                        line -> assertThat(line).contains("missing.csv: does not exist"));
        assertThat(lines(run))
                .filteredOn(line -> line.has("rows"))
                .extracting(line -> line.get("run").asText() + " " + line.get("rows") + " " + line.has("problem"))
                .containsExactly("garbage 0 true", "cut 2 false", "missing 0 true", "h 300 false");
        assertThat(lines(run))
                .anySatisfy(line -> assertThat(line.path("class").asText()).isEqualTo("nan"));
    }

    @Test
    void logWithoutALoss_isNoLogWithoutAnAlert() throws Exception {
        Path file = Files.writeString(folder.resolve("odd.csv"), "step,vloss\n1,2\n2,3\n");

        CommandRun run = CommandRun.of("replay", file.toString());

        assertThat(run.out())
                .contains("odd: 2 rows, no alert, and no loss to judge")
                .contains("read as: step ← step, metrics ← vloss; 2 rows")
                .contains("'vloss' looks like a loss and is taken for a metric; --map train_loss=vloss takes it");
    }

    @Test
    void trainingsInOneFile_areJudgedEachForItself() throws Exception {
        StringBuilder rows = new StringBuilder("epoch,loss\n");
        for (int training = 0; training < 2; training++) {
            for (int epoch = 0; epoch < 12; epoch++) {
                rows.append(epoch)
                        .append(',')
                        .append(training == 0 && epoch == 11 ? "nan" : "0.5")
                        .append('\n');
            }
        }
        Path file = Files.writeString(folder.resolve("two.csv"), rows);

        CommandRun run = CommandRun.of("replay", "--json", file.toString());

        assertThat(lines(run))
                .filteredOn(line -> line.path("class").asText().equals("nan"))
                .extracting(line -> line.path("resolution").asText())
                .containsExactly("", "new_attempt");
        assertThat(lines(run))
                .anySatisfy(line -> assertThat(line.path("attempts").asInt()).isEqualTo(2));
    }

    @Test
    void sameNameTwice_isToldApartByTheFolder() throws Exception {
        CommandRun run = CommandRun.of(
                "replay",
                "--json",
                logs.healthy("a/x.csv").toString(),
                logs.healthy("b/x.csv").toString());

        assertThat(lines(run))
                .filteredOn(line -> line.has("rows"))
                .extracting(line -> line.get("run").asText())
                .containsExactly("a/x", "b/x");
        String same = logs.healthy("a/x.csv").toString();
        assertThat(CommandRun.of("replay", same, same).code()).isEqualTo(2);
    }

    @Test
    void configuration_setsTheDetectors() throws Exception {
        Path off = Files.writeString(folder.resolve("off.yml"), "detectors: {non-finite: {enabled: false}}");
        Path wrong = Files.writeString(folder.resolve("wrong.yml"), "detectors: {non-fniite: {enabled: false}}");
        String file = logs.restarted("r.csv").toString();

        assertThat(CommandRun.of("replay", "--json", "--config", off.toString(), file)
                        .out())
                .doesNotContain("\"nan\"");
        CommandRun refused = CommandRun.of("replay", "--json", "--config", wrong.toString(), file);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("wrong.yml:1: detectors.non-fniite is not known");
    }

    static List<JsonNode> lines(CommandRun run) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(mapper.readTree(line));
        }
        return lines;
    }
}
