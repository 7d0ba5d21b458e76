package io.gradwatch.standalone.replay.command;

import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.job.EmbeddedDetection;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.metrics.MetricsSettings;
import io.gradwatch.schema.Alert;
import io.gradwatch.standalone.replay.Recordings;
import io.gradwatch.standalone.replay.Replay;
import io.gradwatch.standalone.replay.ReplayedRun;
import io.gradwatch.standalone.replay.RunFile;
import io.gradwatch.standalone.settings.Settings;
import io.gradwatch.standalone.stack.StopSignal;
import io.gradwatch.standalone.stack.TemporaryFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Sends logs to a real Kafka broker and lets the real Flink job find the alerts, all in this process and in a temporary
 * folder. What detectors say of the time in the log is left out: it is the time of the replay, not of the run.
 */
final class ThroughKafkaReplay implements Replay {

    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(200);

    private final Recordings recordings;
    private final Settings settings;
    private final Consumer<String> progress;
    private final Set<String> judgesByTime;

    /** @param progress takes lines about the progress */
    ThroughKafkaReplay(Recordings recordings, Settings settings, Consumer<String> progress) {
        this.recordings = recordings;
        this.settings = settings;
        this.progress = progress;
        judgesByTime = Detectors.load(ThroughKafkaReplay.class.getClassLoader()).stream()
                .map(detector -> detector.spec())
                .filter(spec -> spec.needs().stream().allMatch(set -> set.contains(Signal.LOG_TIME)))
                .map(DetectorSpec::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void run(List<RunFile> files, Consumer<ReplayedRun> done) {
        progress.accept("Kafka and Flink are starting");
        try (StopSignal stop = new StopSignal();
                TemporaryFolder folder = new TemporaryFolder("gradwatch-replay-");
                EmbeddedBroker broker = new EmbeddedBroker(folder.path().resolve("kafka"), 0)) {
            broker.start();
            DetectionSettings detection = detectionAt(broker.bootstrapServers());
            int partitions = Math.max(settings.standalone().partitions(), detection.parallelism());
            TopicSetup.createMissing(broker.bootstrapServers(), partitions, (short) 1);
            try (EmbeddedDetection job =
                    new EmbeddedDetection(detection, folder.path().resolve("detection"))) {
                job.start();
                job.awaitRunning(LONGEST_START);
                replay(files, done, job, detection, stop);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while replaying", e);
        }
    }

    private void replay(
            List<RunFile> files,
            Consumer<ReplayedRun> done,
            EmbeddedDetection job,
            DetectionSettings detection,
            StopSignal stop)
            throws InterruptedException {
        progress.accept("sending " + files.size() + " logs");
        List<SentRun> runs = new ArrayList<>();
        DetectedAlerts detected = new DetectedAlerts(detection.bootstrapServers());
        try (TelemetrySender sender = new TelemetrySender(recordings, detection.bootstrapServers())) {
            for (RunFile file : files) {
                if (stop.asked()) {
                    throw new InterruptedException("told to stop");
                }
                runs.add(sender.send(file));
            }
            progress.accept("sent; waiting for detection");
            detected.await(job, sender.ends(), detection.groupId(), stop);
        }
        Map<String, List<Alert>> alerts = detected.read();
        for (SentRun run : runs) {
            done.accept(run.replayed(alerts.getOrDefault(run.file().runId(), List.of()).stream()
                    .filter(alert -> !judgesByTime.contains(alert.getDetector()))
                    .toList()));
        }
    }

    private DetectionSettings detectionAt(String bootstrapServers) {
        DetectionSettings configured = settings.detection();
        return new DetectionSettings(
                bootstrapServers,
                DetectionSettings.Delivery.AT_LEAST_ONCE,
                configured.parallelism(),
                CHECKPOINT_INTERVAL,
                configured.pulseInterval(),
                configured.detectors(),
                // Those of what runs all day are at that port.
                MetricsSettings.none());
    }
}
