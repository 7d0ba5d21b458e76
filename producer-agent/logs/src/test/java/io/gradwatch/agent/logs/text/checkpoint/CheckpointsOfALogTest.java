package io.gradwatch.agent.logs.text.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.Logs;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is told with the first row behind it, which shows that training went on. */
class CheckpointsOfALogTest {

    private static final String LOG = """
            Saving model checkpoint to ./out/checkpoint-0
            step 100 loss 2.5
            Saving model checkpoint to ./out/checkpoint-100
            Model weights saved in ./out/checkpoint-100/model.safetensors
            step 200 loss 2.25
            step 300 loss 2.0
            Saved checkpoint at step 300 to out
            step 400 loss 1.75
            Saving model checkpoint to ./out/checkpoint-400
            """;

    @TempDir
    Path folder;

    @Test
    void checkpoints_standBeforeTheRowBehindThem() {
        Logs.Reading read = Logs.read(folder, "run.log", LOG);

        assertThat(words(read.events()))
                .containsExactly(
                        "step 100",
                        "./out/checkpoint-100 after 100",
                        "step 200",
                        "step 300",
                        "out (step 300) after 300",
                        "step 400");
        assertThat(read.events())
                .extracting(event -> event.getOrigin().getSequence())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void lineWithinARow_isToldWithTheNextOne() {
        Logs.Reading read = Logs.read(folder, "run.log", """
                step 1 loss 2.5
                step 1 lr 0.1
                step 2 loss 2.25
                Saved checkpoint to out/2.pt
                step 2 lr 0.1
                step 3 loss 2.0
                step 3 lr 0.1
                step 4 loss 1.75
                step 4 lr 0.1
                """);

        assertThat(words(read.events())).containsExactly("step 1", "step 2", "out/2.pt after 2", "step 3", "step 4");
    }

    @Test
    void logThatIsReadOn_tellsNoneAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("run.log"), LOG);
        long position;
        try (GrowingRunLog log = grow(file)) {
            while (true) {
                LogRow row = log.next().orElseThrow();
                if (row.step() == 200) {
                    position = log.position();
                    break;
                }
            }
        }
        try (GrowingRunLog log = grow(file)) {
            log.skipTo(position);
            List<Telemetry> events = new ArrayList<>();
            for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                events.addAll(row.get().events());
            }
            assertThat(words(events)).containsExactly("step 300", "out (step 300) after 300", "step 400");
        }
    }

    private static GrowingRunLog grow(Path file) throws Exception {
        return LogFormat.TEXT.follow(file, "run", LogReading.asTheyTell());
    }

    private static List<String> words(List<Telemetry> events) {
        return events.stream()
                .map(Telemetry::getEvent)
                .map(CheckpointsOfALogTest::word)
                .toList();
    }

    private static String word(Object event) {
        if (event instanceof CheckpointSaved saved) {
            assertThat(saved.getMetrics()).isEqualTo(Map.of());
            return saved.getPath() + " after " + saved.getStep();
        }
        return event instanceof Step step
                ? "step " + step.getStep()
                : event.getClass().getSimpleName();
    }
}
