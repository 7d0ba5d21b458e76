package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.standalone.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Comments, assignment and votes by commands, and labelled runs made of the votes, against {@code gradwatch up}. */
@ExtendWith(SharedUp.class)
class FeedbackIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final UpProcess up;

    @TempDir
    private Path folder;

    FeedbackIT(UpProcess up) {
        this.up = up;
    }

    @Test
    void votesOfATeam_areLabelsThatEvaluateReads() throws Exception {
        String right = becomesNaN("voted-right");
        String wrong = becomesNaN("voted-o'wrong");

        up.gradwatch("useful", right, "no", "--by", "ada");
        up.gradwatch("useful", right, "yes", "--by", "ada");
        up.gradwatch("assign", right, "grace");
        up.gradwatch("comment", right, "bad\tbatch", "--by", "ada");
        assertThat(up.gradwatch("comment", right))
                .contains("assigned to grace", "bad\uFFFDbatch", "useful")
                .doesNotContain("not useful");
        JsonNode comment = MAPPER.readTree(up.gradwatch("comment", right, "--json")
                .lines()
                .filter(line -> line.contains("\"comment\""))
                .findFirst()
                .orElseThrow());
        assertThat(comment.path("via").asText()).isEqualTo("command");
        up.gradwatch("comment", right, "--remove", comment.path("id").asText());
        assertThat(up.gradwatch("assign", right, "--undo")).doesNotContain("grace", "batch");
        up.gradwatch("useful", wrong, "no");
        assertThat(CommandRun.of("useful", "none", "yes", "--server=" + up.page(""))
                        .code())
                .isEqualTo(1);

        up.awaitOutput(
                "{\"detector\":\"non-finite\",\"class\":\"nan\",\"useful\":1,\"not_useful\":1}", "feedback", "--json");
        Path labels = folder.resolve("labels");
        assertThat(up.gradwatch("feedback", "--labels", labels.toString()))
                .contains("2 labelled runs", "1 healthy, 1 nan");

        JsonNode figures = MAPPER.readTree(
                CommandRun.of("evaluate", "--json", labels.toString()).out());
        assertThat(figures.path("recall").asDouble()).as(figures.toString()).isEqualTo(1);
        assertThat(figures.path("false_alarm_rate").asDouble())
                .as(figures.toString())
                .isEqualTo(1);
    }

    /** A run that ends with NaN, and the id of its alert. */
    private String becomesNaN(String name) {
        try (TrainingRun run = TrainingRun.start(
                RunDescription.builder()
                        .runId(name)
                        .project("labels")
                        .name(name)
                        .build(),
                up.agent())) {
            for (int step = 0; step < 60; step++) {
                run.step(step)
                        .loss(step < 50 ? 2.0 / (1 + 0.01 * step) : Double.NaN)
                        .learningRate(0.01)
                        .publish();
            }
        }
        up.awaitOutput("\"nan\"", "alerts", "--run", name, "--json");
        return up.gradwatch("alerts", "--run", name, "--json")
                .lines()
                .filter(line -> line.contains("\"class\":\"nan\""))
                .map(line -> line.replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();
    }
}
