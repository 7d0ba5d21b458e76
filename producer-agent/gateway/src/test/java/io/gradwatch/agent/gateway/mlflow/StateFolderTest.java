package io.gradwatch.agent.gateway.mlflow;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
        ExecutorService writer = Executors.newSingleThreadExecutor();
        for (int attempt = 1; attempt <= TIMES; attempt++) {
            run.attempt = attempt;
            states.saveSoon(run);
            Future<?> unused = writer.submit(states::writeWaiting);
            for (int look = 0; look < 20; look++) {
                assertThat(states.run(run.runId).orElseThrow().attempt).isEqualTo(attempt);
            }
        }
        writer.shutdown();
        assertThat(writer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(new StateFolder(folder, Duration.ofDays(1)).run(run.runId).orElseThrow().attempt)
                .isEqualTo(TIMES);
    }
}
