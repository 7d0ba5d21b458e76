package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real Python job beside {@code gradwatch up}: its description reaches API, SQL and command line. */
@ExtendWith(SharedUp.class)
class PythonDescribedIT {

    private static final String RUN = "python-described";
    private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";

    @TempDir
    private Path folder;

    private final UpProcess up;

    PythonDescribedIT(UpProcess up) {
        this.up = up;
    }

    @BeforeAll
    static void pythonIsThere() {
        PythonJobs.assumePython();
    }

    @Test
    void whatTheJobSaysOfItself_isToldEverywhere() throws Exception {
        String page = up.page("/runs/" + RUN);
        assertThat(output()).isEqualToIgnoringWhitespace(page);
        assertThat(folder.resolve("job-described.log"))
                .content()
                .isEqualToIgnoringWhitespace("gradwatch: run described is at " + page);

        await().atMost(UpProcess.PATIENCE).untilAsserted(() -> {
            JsonNode run = new ObjectMapper().readTree(up.gradwatch("runs", RUN, "--json"));
            assertThat(run.path("state").asText()).isEqualTo("finished");
            assertThat(run.path("tags")).extracting(JsonNode::asText).containsExactly("baseline", HOSTILE, "later");
            assertThat(run.path("group").asText()).isEqualTo("sweep-1");
            JsonNode said = run.path("description");
            assertThat(said.path("notes").asText()).isEqualTo("warm-up of 500 steps\n" + HOSTILE);
            assertThat(said.path("hyperparameters").path("lr").asText()).isEqualTo("0.2");
            assertThat(said.path("summary").path("val/loss").asDouble()).isEqualTo(1.0);
            assertThat(said.path("summary").path("images").asDouble()).isEqualTo(640);
            assertThat(said.path("definitions"))
                    .extracting(one ->
                            one.path("name").asText() + " " + one.path("hidden").asBoolean())
                    .containsExactlyInAnyOrder("train-val/loss false", "debug/x true");
        });
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(up.gradwatch("runs", "--tag", "baseline", "--tag", "later"))
                        .contains(RUN, "baseline"));
        assertThat(up.gradwatch("runs", "--tag", "nobody")).doesNotContain(RUN);
        assertThat(up.gradwatch("runs", RUN))
                .contains("group: sweep-1", "tags: baseline", "  warm-up of 500 steps", "images");
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(up.gradwatch(
                                "sql",
                                "--csv",
                                "select run_group, summary['val/loss'], len(tags) from runs where list_contains(tags,"
                                        + " 'later')"))
                        .contains("sweep-1,1.0,3"));
    }

    private String output() throws IOException, InterruptedException {
        try (PythonJobs jobs = new PythonJobs(folder, up.agentSocket())) {
            Process job = jobs.start("described", "described_job.py");
            String output = new String(job.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            PythonJobs.awaitEnd(job);
            return output;
        }
    }
}
