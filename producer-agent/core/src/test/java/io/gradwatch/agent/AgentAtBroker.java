package io.gradwatch.agent;

import static io.gradwatch.patience.testing.Patience.PATIENCE;

import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.TensorKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The agent and a real broker. */
abstract class AgentAtBroker {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(1);

    @TempDir
    Path spool;

    @AutoClose
    TelemetryTopic topic;

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    @BeforeEach
    void openTopic() {
        topic = new TelemetryTopic(KAFKA.bootstrapServers());
    }

    AgentSettings.Builder settings() {
        return AgentSettings.builder()
                .bootstrapServers(KAFKA.bootstrapServers())
                .spoolFolder(spool)
                .closeTimeout(Duration.ofSeconds(30));
    }

    static TrainingRun start(String runId, AgentSettings.Builder settings) {
        return TrainingRun.start(RunDescription.builder().runId(runId).build(), settings.build());
    }

    static void recordUntil(TrainingRun run, long from, long to) {
        for (long step = from; step < to; step++) {
            record(run, step);
        }
    }

    static void record(TrainingRun run, long step) {
        run.step(step)
                .loss(step)
                .metric("accuracy", 0.5)
                .labelCounts(new long[] {3, 1})
                .tensor("0_W", TensorKind.GRADIENT, 64, -1, 1, 0, 0.5, 4, 0, 0, 3)
                .publish();
    }

    static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }
}
