package io.gradwatch.standalone.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.standalone.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectorsCommandTest {

    @TempDir
    Path folder;

    @Test
    void list_hasALineForEveryDetector() throws Exception {
        CommandRun text = CommandRun.of("detectors");
        CommandRun json = CommandRun.of("detectors", "--json");

        assertThat(Catalogue.all())
                .isNotEmpty()
                .extracting(DetectorSpec::id)
                .allSatisfy(id -> assertThat(text.out()).contains("\n" + id + " "));
        assertThat(text.out())
                .contains("growth = 100")
                .contains("gradient norm, or loss")
                .contains("K1 K2");
        assertThat(json.out().lines()).hasSameSizeAs(Catalogue.all());
        JsonNode first =
                new ObjectMapper().readTree(json.out().lines().findFirst().orElseThrow());
        assertThat(first.get("detector").asText())
                .isEqualTo(Catalogue.all().get(0).id());
        assertThat(first.get("needs").get(0).isArray()).isTrue();
    }

    @Test
    void one_isShownInFull_withDocsAndRangesOfItsSettings() {
        CommandRun run = CommandRun.of("detectors", "exploding-gradient");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .startsWith("exploding-gradient: exploding, critical")
                .contains("Fires when the gradient norm")
                .contains("growth = 100: a number from ")
                .contains("Settings, under detectors.exploding-gradient:");
    }

    @Test
    void log_tellsWhichJudgedAndWhatTheOthersLacked() throws Exception {
        Path loss = Files.writeString(folder.resolve("loss.csv"), "step,train_loss\n0,1\n1,0.5\n");

        CommandRun run = CommandRun.of("detectors", "--run", loss.toString());
        JsonNode line = new ObjectMapper()
                .readTree(CommandRun.of("detectors", "--json", "--run", loss.toString())
                        .out());

        assertThat(run.out())
                .contains("loss: 2 rows")
                .contains("abstained: train-validation-gap, as the run has no evaluation loss")
                .doesNotContain("silent-run");
        assertThat(line.get("judged").toString()).contains("non-finite").doesNotContain("train-validation-gap");
        assertThat(line.get("abstained").has("train-validation-gap")).isTrue();
    }

    @Test
    void unknownDetectorOrUnreadableLog_isTold() {
        CommandRun unknown = CommandRun.of("detectors", "exploding");
        CommandRun both = CommandRun.of("detectors", "non-finite", "--run", "x.csv");
        CommandRun missing =
                CommandRun.of("detectors", "--run", folder.resolve("none.csv").toString());

        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("no detector is called 'exploding'; there are ")
                .contains("non-finite");
        assertThat(both.code()).isEqualTo(2);
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("none.csv: does not exist");
    }

    @Test
    void settingsThatTheCatalogueHasNot_areAllTold_beforeKafkaIsAsked() {
        CommandRun run = CommandRun.of(
                "detectors",
                "--kafka=127.0.0.1:1",
                "--project=p",
                "--set=platau.improvement=0.1",
                "--set=plateau.improvment=0.1",
                "--set=plateau.improvement=7",
                "--set=plateau",
                "--disable=stalled-los");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("no detector is called 'platau'; did you mean 'plateau'?")
                .contains("plateau has no setting 'improvment'; did you mean 'improvement'?")
                .contains("plateau.improvement was '7' but must be a number from 0.001 to 0.9")
                .contains("--set was 'plateau' but must be DETECTOR.KEY=VALUE")
                .contains("no detector is called 'stalled-los'; did you mean 'stalled-loss'?");
    }

    @Test
    void settings_areOfOneProjectOrOneRun() {
        assertThat(CommandRun.of("detectors", "--set=plateau.improvement=0.1").code())
                .isEqualTo(2);
        assertThat(CommandRun.of("detectors", "--settings", "--run=a", "--run=b")
                        .err())
                .contains("settings are those of one --project or of one --run");
        assertThat(CommandRun.of("detectors", "--project=p", "--run=a").code()).isEqualTo(2);
        assertThat(CommandRun.of("detectors", "--project= ").err()).contains("must have 1 to 200 characters");
    }
}
