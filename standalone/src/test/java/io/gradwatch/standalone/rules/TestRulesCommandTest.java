package io.gradwatch.standalone.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.standalone.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRulesCommandTest {

    private static final Path COMMANDS = Path.of("..", "docs", "COMMANDS.md");

    @TempDir
    Path folder;

    /** The loss of {@code overflow.csv} is not a number from step 60 on; {@code good.csv} falls. */
    @BeforeEach
    void prepare() throws Exception {
        Files.createDirectories(folder.resolve("logs"));
        StringBuilder good = new StringBuilder("step,train_loss\n");
        StringBuilder overflow = new StringBuilder("step,train_loss\n");
        for (int step = 0; step < 80; step++) {
            good.append(step).append(',').append(1.0 / (step + 1)).append('\n');
            overflow.append(step)
                    .append(',')
                    .append(step < 60 ? Double.toString(1.0 / (step + 1)) : "nan")
                    .append('\n');
        }
        Files.writeString(folder.resolve("logs/good.csv"), good);
        Files.writeString(folder.resolve("logs/overflow.csv"), overflow);
    }

    @Test
    void exampleOfTheDocumentation_passes() throws Exception {
        Files.writeString(folder.resolve("gradwatch.yaml"), "detectors: {oscillating-error: {swings: 8}}");

        CommandRun run = test(yamlOfTheDocumentation());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                ok    overflow
                ok    good

                2 runs: 2 as expected, 0 not
                """);
        assertThat(run.code()).isZero();
    }

    @Test
    void faultWithWhichALogEnds_isUnrecovered() throws Exception {
        CommandRun run = test("""
                runs:
                  - log: logs/overflow.csv
                    expect:
                      - {class: nan, state: unrecovered}
                  - log: logs/good.csv
                    expect:
                      - {class: nan, state: recovered}
                """);

        assertThat(run.out()).contains("ok    overflow\n").contains("missing: recovered nan\n");
    }

    @Test
    void stateThatIsNone_isToldWithTheNearest() throws Exception {
        CommandRun run = test("""
                runs:
                  - log: logs/overflow.csv
                    expect:
                      - {class: nan, state: unrecoverd}
                  - log: logs/good.csv
                    expect:
                      - {class: nan, state: resolved}
                """);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "was 'unrecoverd' but must be one of firing, recovered, unrecovered; the nearest is unrecovered")
                .contains("was 'resolved' but must be one of firing, recovered, unrecovered; the nearest is recovered");
    }

    @Test
    void differences_areToldOneByOne() throws Exception {
        CommandRun run = test("""
                runs:
                  - log: logs/overflow.csv
                    expect: none
                  - log: logs/good.csv
                    expect:
                      - {detector: train-validation-gap, severity: warning, raised-between: [5, 9]}
                """);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("FAIL  overflow\n      not expected: critical nan by non-finite, onset 60, raised 60: ")
                .contains("FAIL  good\n      missing: warning alert by train-validation-gap, raised 5 to 9\n")
                .endsWith("2 runs: 0 as expected, 2 not\n");
    }

    @Test
    void onsetOutsideItsRange_isMissingAndNotExpected() throws Exception {
        String rules = """
                runs:
                  - log: logs/overflow.csv
                    allow-others: %s
                    expect:
                      - {class: nan, onset-between: [%d, %d]}
                """;

        assertThat(test(rules.formatted(false, 60, 60)).code()).isZero();
        assertThat(test(rules.formatted(false, 61, 70)).out())
                .contains("missing: nan, onset 61 to 70")
                .contains("not expected: critical nan");
        assertThat(test(rules.formatted(true, 61, 70)).out())
                .contains("missing: nan, onset 61 to 70")
                .doesNotContain("not expected");
    }

    @Test
    void configurationThatSwitchesADetectorOff_isCaught() throws Exception {
        Files.writeString(folder.resolve("gradwatch.yaml"), "detectors: {non-finite: {enabled: false}}");

        CommandRun run = test("""
                config: gradwatch.yaml
                runs:
                  - {log: logs/overflow.csv, expect: [{class: nan}]}
                """, "--json");

        JsonNode line = new ObjectMapper().readTree(run.out());
        assertThat(run.code()).isEqualTo(1);
        assertThat(line.get("run").asText()).isEqualTo("overflow");
        assertThat(line.get("passed").asBoolean()).isFalse();
        assertThat(line.get("missing").get(0).asText()).isEqualTo("nan");
    }

    @Test
    void fileWithProblems_isRefusedWithAllOfThem() throws Exception {
        CommandRun run = test("""
                runs:
                  - log: logs/good.csv
                    expct: none
                  - log: logs/good.csv
                    expect: nothing
                  - log: logs/overflow.csv
                    expect:
                      - {class: nann}
                      - {severity: critical}
                      - {class: nan, onset-between: [9, 5]}
                  - {expect: none}
                """);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("rules.yaml:3: runs[0].expct is not known; the nearest known key is runs[0].expect")
                .contains("runs[0].expect is missing or empty; it must be none, or a list of alerts")
                .contains("rules.yaml:5: runs[1].expect was 'nothing' but must be text none, or a list")
                .contains("rules.yaml:8: runs[2].expect[0].class was 'nann' but must be text that is one of ")
                .contains("rules.yaml:9: runs[2].expect[1].class is missing, and so is detector")
                .contains("onset-between was [9, 5] but must be two steps")
                .contains("runs[3].log is missing; it must be text");
    }

    @Test
    void logThatIsMissing_failsItsRun() throws Exception {
        CommandRun run = test("runs: [{log: logs/none.csv, expect: none}]");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("FAIL  none").contains("none.csv: does not exist");
    }

    private CommandRun test(String rules, String... options) throws Exception {
        Path file = Files.writeString(folder.resolve("rules.yaml"), rules);
        return options.length == 0
                ? CommandRun.of("test-rules", file.toString())
                : CommandRun.of("test-rules", options[0], file.toString());
    }

    private static String yamlOfTheDocumentation() throws Exception {
        String text = Files.readString(COMMANDS);
        int section = text.indexOf("## test-rules");
        int start = text.indexOf("```yaml\n", section) + "```yaml\n".length();
        return text.substring(start, text.indexOf("```", start));
    }
}
