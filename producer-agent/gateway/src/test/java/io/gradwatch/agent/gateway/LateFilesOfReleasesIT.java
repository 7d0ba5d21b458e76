package io.gradwatch.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.upgrade.testing.KeptState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that Python jobs of each release left on disk. */
class LateFilesOfReleasesIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.shared();

    @TempDir
    Path folder;

    static List<Path> filesOfReleases() {
        return KeptState.of("late", (kept, work) -> {
            ProcessBuilder job = new ProcessBuilder(
                            "/usr/bin/python3",
                            "-c",
                            "import gradwatch\nrun = gradwatch.init(id='of-a-release')\n"
                                    + "for _ in range(3): run.log({'loss': 0.5})\nrun.finish()")
                    .inheritIO();
            job.environment()
                    .put(
                            "PYTHONPATH",
                            Path.of("..", "python", "src").toAbsolutePath().toString());
            job.environment().put("GRADWATCH_AGENT", "unix:" + work.resolve("agent.sock"));
            assertThat(job.start().waitFor()).isZero();
            KeptState.copy(work.resolve("late"), kept);
        });
    }

    @ParameterizedTest
    @MethodSource("filesOfReleases")
    void fileOfARelease_isSent(Path kept) throws Exception {
        Path late = Files.createDirectory(
                folder.resolve("late"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        KeptState.copy(kept, late);
        AgentSettings shipping = AgentSettings.builder()
                .bootstrapServers(KAFKA.bootstrapServers())
                .spoolFolder(folder.resolve("spool"))
                .build();
        AgentPlace place = new AgentPlace(Optional.of(folder.resolve("agent.sock")), Optional.empty());
        try (TelemetryTopic topic = new TelemetryTopic(KAFKA.bootstrapServers());
                AgentGateway gateway = new AgentGateway(place, Optional.empty(), shipping)) {
            gateway.start();

            List<Telemetry> records = topic.await("of-a-release", TelemetryTopic.has(RunEnded.class));
            assertThat(records)
                    .extracting(Telemetry::getEvent)
                    .filteredOn(Step.class::isInstance)
                    .extracting(step -> ((Step) step).getLoss())
                    .containsExactly(0.5, 0.5, 0.5);
            assertThat(((RunEnded) TelemetryTopic.lastEvent(records)).getOutcome())
                    .isEqualTo(Outcome.FINISHED);
        }
    }
}
