package io.gradwatch.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.standalone.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

    private static final Path DOCUMENTATION = Path.of("../docs/REPORT.md");

    @TempDir
    Path folder;

    @Test
    void runningExample_isTheOneOfTheDocumentation_columnByColumn() throws Exception {
        String all = Files.readString(DOCUMENTATION);
        String command = all.lines()
                .dropWhile(line -> !line.startsWith("    gradwatch report --goal 1 "))
                .takeWhile(line -> line.startsWith("    "))
                .map(line -> line.strip().replace("\\", ""))
                .reduce("", (a, b) -> a + b + " ");
        String[] arguments = words(command);

        CommandRun run = CommandRun.of(arguments);

        assertThat(run.code()).isZero();
        assertThat(arguments).hasSize(3 + 8 * 2);
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(all).contains(line));
        assertThat(next(run.out()))
                .containsExactly(
                        "under-fitting",
                        "over-fitting",
                        "over-fitting",
                        "over-fitting",
                        "over-fitting",
                        "over-fitting",
                        "under-fitting",
                        "goal reached");
    }

    @Test
    void nothingToSayYet_nextIsWhatHasToBeMeasured() {
        assertThat(next(CommandRun.of("report", "--errors=a:train=7").out()))
                .containsExactly("measure a validation error");
        assertThat(next(CommandRun.of("report", "--errors=a:train=9,val=8").out()))
                .containsExactly("declare a goal");
        assertThat(next(CommandRun.of("report", "--goal=1", "--errors=a:val=8").out()))
                .containsExactly("measure the training error");
    }

    @Test
    void log_isDecomposedByItsAccuracies_andKeptInTheHistory() throws Exception {
        Path log = Files.writeString(folder.resolve("first.csv"), """
                step,train_acc,val_acc,test_acc
                1,0.5,0.4,
                2,0.79,,
                3,0.81,0.73,0.72
                """);
        String history = folder.resolve("history.jsonl").toString();

        CommandRun first = CommandRun.of("report", "--goal", "1", "--history", history, log.toString());
        assertThat(first.err()).isEmpty();
        assertThat(first.out().lines())
                .anySatisfy(line -> assertThat(line).matches("training error +20%"))
                .anySatisfy(line -> assertThat(line).matches("validation error +27%"))
                .anySatisfy(line -> assertThat(line).matches("test error +28%"))
                .anySatisfy(line -> assertThat(line).matches("under-fitting +19%"))
                .contains("  1. Take a bigger model. (K16)");

        CommandRun second = CommandRun.of(
                "report", "--json", "--goal", "1", "--history", history, "--errors", "bigger:train=7,val=19,test=20");
        List<JsonNode> lines = json(second);
        assertThat(lines).extracting(line -> line.get("run").asText()).containsExactly("first", "bigger");
        assertThat(lines)
                .extracting(line -> line.get("next").asText())
                .containsExactly("under-fitting", "over-fitting");
        assertThat(lines.get(1).get("parts").get("over-fitting").asDouble()).isEqualTo(12);
        assertThat(Files.readAllLines(Path.of(history))).hasSize(2);
    }

    @Test
    void twoValidationSets_showTheShift() {
        CommandRun run = CommandRun.of("report", "--errors", "train=2,train-val=3,test-val=8,test=9", "--goal", "1");
        assertThat(run.out().lines())
                .anySatisfy(line -> assertThat(line).matches("distribution shift +5"))
                .anySatisfy(line -> assertThat(line).contains("collect training data to match them"));
    }

    @Test
    void lossesServe_whereThereIsNoAccuracy_andTheGoalMayBeDeclared() throws Exception {
        Path log = Files.writeString(folder.resolve("r.csv"), "step,train_loss,val_loss\n1,0.5,0.9\n");
        Path declared = Files.writeString(folder.resolve("declared.yml"), "goal-error: 0.25\n");
        CommandRun run = CommandRun.of("report", "--declare", declared.toString(), "--json", log.toString());
        assertThat(json(run).get(0).get("parts").toString()).isEqualTo("{\"under-fitting\":0.25,\"over-fitting\":0.4}");
    }

    @Test
    void errorTypes_areRanked() throws Exception {
        Path file = Files.writeString(folder.resolve("types.csv"), """
                name,train-val,test-val
                hard-to-see pedestrians,0.1,0.1
                reflections,0.3,0.3
                night scenes,0.1,1
                """);
        assertThat(CommandRun.of("report", "--error-types", file.toString())
                        .out()
                        .lines()
                        .map(line -> line.strip().replaceAll(" {2,}", "|")))
                .containsExactly(
                        "",
                        "errors by type|train-val|test-val|priority",
                        "night scenes|0.1|1|high",
                        "reflections|0.3|0.3|medium",
                        "hard-to-see pedestrians|0.1|0.1|low");
    }

    @Test
    void whatCannotBeUsed_isToldWithItsPlace() throws Exception {
        assertThat(CommandRun.of("report").code()).isEqualTo(2);
        CommandRun wrong = CommandRun.of("report", "--errors", "train=20,vla=27");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("vla=27", "train-val");
        Path types = Files.writeString(folder.resolve("types.csv"), "name,train-val,test-val\nb,1,1\n\na,1,x\nc,2,2\n");
        CommandRun badTypes = CommandRun.of("report", "--error-types", types.toString());
        assertThat(badTypes.code()).isEqualTo(1);
        assertThat(badTypes.err()).contains("types.csv:4: test-val was 'x'");
        Path history = Files.writeString(folder.resolve("h.jsonl"), "{\"run\":\"a\"}\n");
        CommandRun badHistory = CommandRun.of("report", "--history", history.toString());
        assertThat(badHistory.code()).isEqualTo(1);
        assertThat(badHistory.err()).contains("h.jsonl:1: ");
        CommandRun noErrors = CommandRun.of(
                "report",
                Files.writeString(folder.resolve("n.csv"), "step,lr\n1,0.1\n").toString());
        assertThat(noErrors.code()).isEqualTo(1);
        assertThat(noErrors.err()).contains("n: has no error");
    }

    private static List<String> next(String out) {
        String line =
                out.lines().filter(row -> row.startsWith("next")).findFirst().orElseThrow();
        List<String> cells = List.of(line.strip().split(" {2,}"));
        return cells.subList(1, cells.size());
    }

    private static String[] words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : command.toCharArray()) {
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                if (word.length() > 0) {
                    words.add(word.toString());
                }
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        return words.subList(1, words.size()).toArray(String[]::new);
    }

    private static List<JsonNode> json(CommandRun run) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
