package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.detection.job.EmbeddedDetection;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The Flink job with its defaults over the telemetry topic, from its beginning to its end, timed by its alerts. */
final class DetectionRun {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(20);

    private final ScratchKafka kafka;
    private final String folder;
    private final int parallelism;
    private final Set<String> firsts = new HashSet<>();
    private final Set<String> lasts = new HashSet<>();
    private StopWatch watch;

    /**
     * @param folder for checkpoints, a new one: the job begins at the beginning
     * @param parallelism of the job
     */
    DetectionRun(ScratchKafka kafka, String folder, int parallelism) {
        this.parallelism = parallelism;
        this.kafka = kafka;
        this.folder = folder;
    }

    Round read(long records) {
        try (KafkaConsumer<byte[], byte[]> alerts = kafka.fromEnd(Topics.ALERTS.name());
                EmbeddedDetection detection =
                        new EmbeddedDetection(settings(), kafka.folder().resolve(folder))) {
            detection.start();
            Instant deadline = Instant.now().plus(PATIENCE);
            while (lasts.size() < ScratchKafka.PARTITIONS) {
                alerts.poll(POLL).forEach(this::seen);
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException(
                            "detection was not done after " + PATIENCE.toSeconds() + " s: " + detection.check());
                }
            }
            return watch.stop(records);
        }
    }

    private DetectionSettings settings() {
        DetectionSettings defaults = DetectionSettings.defaults(kafka.bootstrapServers());
        return new DetectionSettings(
                defaults.bootstrapServers(),
                defaults.delivery(),
                parallelism,
                defaults.checkpointInterval(),
                defaults.pulseInterval(),
                defaults.detectors(),
                defaults.metrics());
    }

    private void seen(ConsumerRecord<byte[], byte[]> alert) {
        String runId = new String(alert.key(), StandardCharsets.UTF_8);
        if (runId.startsWith(TelemetryFill.FIRST) && firsts.add(runId) && watch == null) {
            watch = new StopWatch();
        } else if (runId.startsWith(TelemetryFill.LAST)) {
            lasts.add(runId);
        }
    }
}
