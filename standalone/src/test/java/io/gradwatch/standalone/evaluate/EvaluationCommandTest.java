package io.gradwatch.standalone.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.standalone.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationCommandTest {

    @TempDir
    Path folder;

    /** Found 2 of 3 (nan, exploding; not overfitting); 1 of 2 healthy alarmed; wrong pairs: alarmed, wrong. */
    @Test
    void figures_areThoseWorkedOutByHand() throws Exception {
        JsonNode figures = json("--json");

        assertThat(figures.get("recall").asDouble()).isEqualTo(2 / 3.0);
        assertThat(figures.get("macro_recall").asDouble()).isEqualTo(2 / 3.0);
        assertThat(figures.get("false_alarm_rate").asDouble()).isEqualTo(0.5);
        assertThat(figures.get("precision").asDouble()).isEqualTo(0.5);
        assertThat(figures.get("f1").asDouble()).isCloseTo(4 / 7.0, within(1e-12));
        assertThat(figures.get("labels").toString())
                .isEqualTo("{\"nan\":{\"found\":1,\"total\":1},\"exploding\":{\"found\":1,\"total\":1},"
                        + "\"overfitting\":{\"found\":0,\"total\":1}}");
        assertThat(figures.get("no_symptom_found").asLong()).isEqualTo(1);
        assertThat(figures.get("runs").asLong()).isEqualTo(6);
        assertThat(figures.get("unscored").asLong()).isEqualTo(1);
    }

    /** Step 160 is row 16 and the alert at row 20: 4 rows late; the other came before its onset, which counts as 0. */
    @Test
    void delay_isInRowsAndInPartsOfTheRun() throws Exception {
        JsonNode figures = json("--json");

        assertThat(figures.get("delay_rows_median").asDouble()).isEqualTo(2);
        assertThat(figures.get("delay_fraction_median").asDouble()).isEqualTo(0.05);
        JsonNode detector = figures.get("detectors").get("non-finite");
        assertThat(detector.get("found").asLong()).isEqualTo(2);
        assertThat(detector.get("falsely_alarmed").asLong()).isEqualTo(1);
        assertThat(detector.get("wrongly_told").asLong()).isEqualTo(1);
        assertThat(figures.get("detectors")
                        .get("exploding-gradient")
                        .get("found")
                        .asLong())
                .isZero();
    }

    @Test
    void mistakes_areNamedWithClassAndRow() throws Exception {
        String out = evaluate("--misses").out();

        assertThat(out.lines().map(line -> line.replaceAll(" {2,}", " | ")))
                .contains(
                        "false alarm | healthy | alarmed | nan at row 30 by non-finite",
                        "missed | overfitting | wrong | nan at row 20 by non-finite",
                        "recall | 0.667",
                        "non-finite | 2 | 1 | 1 | 2.0 | 0.050");
        assertThat(evaluate().out()).doesNotContain("missed");
    }

    @Test
    void sources_areTheirRepositories() throws Exception {
        JsonNode sources = json("--json", "--by-source").get("sources");

        assertThat(sources.fieldNames()).toIterable().containsExactly("team/one", "team/two");
        assertThat(sources.get("team/one").get("falsely_alarmed").asLong()).isEqualTo(1);
        assertThat(sources.get("team/two").get("faulty").asLong()).isEqualTo(2);
    }

    @Test
    void set_choosesItsRuns_andAnUnknownOneIsRefused() throws Exception {
        assertThat(json("--json", "--set", "logs").get("runs").asLong()).isEqualTo(3);

        CommandRun unknown = evaluate("--set", "lgos");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("no run is of the set 'lgos'; the sets are faults, logs");
    }

    @Test
    void detectorThatIsSwitchedOff_findsNothing() throws Exception {
        Path off = Files.writeString(folder.resolve("off.yml"), "detectors: {non-finite: {enabled: false}}");

        assertThat(json("--json", "--config", off.toString()).get("recall").asDouble())
                .isZero();
    }

    @Test
    void logThatIsMissing_isToldAndTheOthersAreScored() throws Exception {
        LabelledRuns.sample(folder);
        Files.delete(folder.resolve("logs/found.csv"));

        CommandRun run = CommandRun.of("evaluate", folder.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("found.csv: does not exist");
        assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
                .contains("recall | 0.333");
    }

    @Test
    void indexThatCannotBeUsed_isToldWithItsLine() throws Exception {
        String row = LabelledRuns.HEADING + "a,logs,,,40,healthy,,clear,,a.csv\n";

        assertThat(refused(null)).contains("index.csv: does not exist; expected a CSV file with the columns id, set");
        assertThat(refused("id,set,source,n_rows\na,b,c,1\n"))
                .contains("index.csv:1: has no column confidence, label, onset_step, path; expected id, set");
        assertThat(refused(row + "b,logs,,,40,explodign,,clear,,a.csv\n"))
                .contains("index.csv:3: label was 'explodign'; expected one of healthy, nan, exploding");
        assertThat(refused(row + "b,logs,,,40,nan,soon,clear,,a.csv\n"))
                .contains("index.csv:3: onset_step was 'soon'; expected a number");
        assertThat(refused(row + "b,logs,,,40,nan,1,certain,,a.csv\n"))
                .contains("index.csv:3: confidence was 'certain'; expected one of clear, ambiguous, no-symptom");
        assertThat(refused(row + row.substring(LabelledRuns.HEADING.length())))
                .contains("index.csv:3: id was 'a', which an earlier row has");
    }

    private String refused(String index) throws Exception {
        if (index != null) {
            Files.writeString(folder.resolve("index.csv"), index);
        }
        CommandRun run = CommandRun.of("evaluate", folder.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    private JsonNode json(String... options) throws Exception {
        return new ObjectMapper().readTree(evaluate(options).out());
    }

    private CommandRun evaluate(String... options) throws Exception {
        String[] command = new String[options.length + 2];
        command[0] = "evaluate";
        command[1] = LabelledRuns.sample(folder).toString();
        System.arraycopy(options, 0, command, 2, options.length);
        return CommandRun.of(command);
    }
}
