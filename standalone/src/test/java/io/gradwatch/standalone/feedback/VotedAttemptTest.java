package io.gradwatch.standalone.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.evaluate.CorpusIndex;
import io.gradwatch.standalone.evaluate.Label;
import io.gradwatch.standalone.evaluate.LabelledRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VotedAttemptTest {

    private static final String HOSTILE = "a\",\"healthy\"\n'; DROP--/../ü";

    @TempDir
    private Path folder;

    @Test
    void earliestConfirmedAlertWithALabel_isTheFault() {
        VotedAttempt attempt = attempt(
                alert("slow", 5, 2, 0),
                alert("plateau", 10, 0, 1),
                alert("nan", 20, 1, 0),
                alert("exploding", 30, 1, 0));

        assertThat(attempt.label()).isEqualTo(Label.NAN);
        assertThat(attempt.onsetStep()).isEqualTo(Optional.of(20L));
        assertThat(attempt.confidence()).isEqualTo("clear");
        assertThat(attempt.notes()).startsWith("slow at step 5: 2 useful, 0 not; plateau at step 10: 0 useful, 1 not");
    }

    @Test
    void onlyFalseAlarms_areAHealthyRun() {
        VotedAttempt attempt = attempt(alert("plateau", 10, 0, 1), alert("nan", 20, 1, 2));

        assertThat(attempt.label()).isEqualTo(Label.HEALTHY);
        assertThat(attempt.onsetStep()).isEmpty();
        assertThat(attempt.confidence()).isEqualTo("ambiguous");
    }

    @Test
    void whatVotesDoNotSay_isUnscored() {
        assertThat(attempt(alert("plateau", 10, 0, 1), alert("nan", 20, 0, 0)).label())
                .as("an alert without votes")
                .isEqualTo(Label.UNSCORED);
        assertThat(attempt(alert("nan", 20, 1, 1)).label()).as("a tie").isEqualTo(Label.UNSCORED);
        assertThat(attempt(alert("silent", 20, 1, 0)).label())
                .as("a class without a label")
                .isEqualTo(Label.UNSCORED);
    }

    @Test
    void alertsOfOneAttempt_areOneRow() {
        VotedAlert again = new VotedAlert("run", 1, "p", "nan", 3, 1, 0);

        assertThat(VotedAttempt.of(List.of(alert("nan", 20, 0, 1), alert("plateau", 30, 0, 1), again)))
                .extracting(VotedAttempt::attempt)
                .containsExactly(0, 1);
    }

    @Test
    void whatIsWritten_isReadAsLabelledRuns_whateverTheirNames() throws Exception {
        LabelledFolder written = new LabelledFolder(folder.resolve("new"));
        VotedAlert hostile = new VotedAlert(HOSTILE, 0, HOSTILE, "nan", 1, 1, 0);
        assertThat(written.isUsed()).isFalse();
        VotedAttempt other = attempt(alert("nan", 1, 0, 1));
        assertThat(add(written, new VotedAttempt(HOSTILE, 0, List.of(hostile)), "0,1.0", "1,nan"))
                .isTrue();
        assertThat(add(written, other)).isFalse();
        assertThat(add(written, other, "0,1.0")).isTrue();
        written.writeIndex();

        assertThat(written.isUsed()).isTrue();
        List<LabelledRun> runs = CorpusIndex.read(folder.resolve("new"));
        assertThat(runs).extracting(LabelledRun::label).containsExactly(Label.NAN, Label.HEALTHY);
        assertThat(runs).extracting(LabelledRun::rows).containsExactly(2L, 1L);
        assertThat(runs.get(0).onsetStep()).hasValue(1);
        assertThat(runs).allMatch(run -> Files.isRegularFile(run.series()));
    }

    @Test
    void logOfAnAttempt_hasTheNamesOfLogs_andQuotesTheRun() {
        String query = new AttemptLog(new VotedAttempt("o'run", 3, List.of()), asked -> null).query();

        assertThat(query).contains("AS train_loss", "AS grad_norm", "AS lr", "AS val_loss");
        assertThat(query).contains("run = 'o''run' AND attempt = 3");
    }

    @Test
    void logOfMoreRowsThanTheFleetAnswersAtOnce_isWrittenWhole() throws Exception {
        List<String> rows =
                IntStream.range(0, 7).mapToObj(step -> 10 * step + ",0.5").toList();
        Path file = folder.resolve("long.csv");

        assertThat(new AttemptLog(attempt(), query -> part(query, 3, rows)).write(file))
                .isEqualTo(7);

        List<String> lines = new ArrayList<>(List.of("step,train_loss"));
        lines.addAll(rows);
        assertThat(Files.readAllLines(file)).isEqualTo(lines);
    }

    private static boolean add(LabelledFolder folder, VotedAttempt attempt, String... rows) throws IOException {
        return folder.add(attempt, new AttemptLog(attempt, query -> part(query, 100, List.of(rows))));
    }

    /** Answer of a fleet that gives so many rows at once. */
    private static InputStream part(String query, int most, List<String> rows) {
        Matcher after = Pattern.compile("WHERE step > (\\d+)").matcher(query);
        long last = after.find() ? Long.parseLong(after.group(1)) : -1;
        String csv = rows.stream()
                .filter(row -> Long.parseLong(row.substring(0, row.indexOf(','))) > last)
                .limit(most)
                .map(row -> row + "\r\n")
                .collect(Collectors.joining("", "step,train_loss\r\n", ""));
        return new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
    }

    private static VotedAttempt attempt(VotedAlert... alerts) {
        return new VotedAttempt("run", 0, List.of(alerts));
    }

    private static VotedAlert alert(String alertClass, long onset, long useful, long useless) {
        return new VotedAlert("run", 0, "digits", alertClass, onset, useful, useless);
    }
}
