package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Python job beside {@code gradwatch up}: what it says of itself reaches API, SQL and command line. */
class PythonDescribedIT {

    private static final Path PACKAGE = Path.of("..", "producer-agent", "python", "src");
    private static final Path JOB = Path.of("src", "test", "python", "described_job.py");
    private static final String PYTHON = "/usr/bin/python3";
    private static final String RUN = "python-described";
    private static final String HOSTILE = "<img src=x onerror=document.title='owned'>";

    @TempDir
    private Path folder;

    private UpProcess up;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no Python at " + PYTHON);
        up = new UpProcess(folder);
    }

    @AfterEach
    void stop() throws Exception {
        if (up != null) {
            up.close();
        }
    }

    @Test
    void whatTheJobSaysOfItself_isToldEverywhere() throws Exception {
        String page = up.page("/runs/" + RUN);
        assertThat(output()).isEqualToIgnoringWhitespace(page);
        assertThat(folder.resolve("job.log"))
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
        ProcessBuilder builder = new ProcessBuilder(PYTHON, JOB.toString())
                .redirectError(folder.resolve("job.log").toFile());
        builder.environment().put("PYTHONPATH", PACKAGE.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("GRADWATCH_AGENT", "unix:" + up.agentSocket());
        Process job = builder.start();
        String output = new String(job.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(job.waitFor(UpProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return output;
    }
}
