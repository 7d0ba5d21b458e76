package io.gradwatch.agent.gateway.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

    private static final int TIMES = 500;

    @TempDir
    private Path folder;

    @Test
    void stateThatIsBeingWritten_isNeverReadAsAnOlderOne() throws Exception {
        StateFolder states = new StateFolder(folder, Duration.ofDays(1));
        MlflowRunState run = new MlflowRunState();
        run.runId = "0123456789abcdef0123456789abcdef";
        for (int attempt = 1; attempt <= TIMES; attempt++) {
            run.attempt = attempt;
            states.saveSoon(run);
            for (int look = 0; look < 20; look++) {
                assertThat(states.run(run.runId).orElseThrow().attempt).isEqualTo(attempt);
            }
        }
        states.awaitWritten(30);
        assertThat(states.run(run.runId).orElseThrow().attempt).isEqualTo(TIMES);
    }
}
