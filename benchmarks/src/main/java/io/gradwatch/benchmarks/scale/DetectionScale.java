package io.gradwatch.benchmarks.scale;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.detection.job.EmbeddedDetection;
import io.gradwatch.detection.job.settings.DetectionSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The Flink job with its defaults over a crowd of runs. */
final class DetectionScale {

    private final ScratchKafka kafka;
    private final Path folder;
    private final DetectionSettings settings;

    DetectionScale(ScratchKafka kafka) {
        this.kafka = kafka;
        this.folder = kafka.folder().resolve("detection");
        this.settings = DetectionSettings.defaults(kafka.bootstrapServers());
    }

    Footprint measure(Crowd crowd) throws InterruptedException {
        try (AlertsSeen alerts = new AlertsSeen(kafka)) {
            crowd.mark("loaded");
            Stopped first = run(alerts, "loaded");
            crowd.mark("restarted");
            Stopped second = run(alerts, "restarted");
            return new Footprint(
                    "detection",
                    crowd.runs(),
                    first.heapBytes(),
                    first.diskBytes(),
                    first.seconds(),
                    first.stopSeconds(),
                    second.seconds());
        }
    }

    /**
     * One life of the job.
     *
     * @param seconds from the start until the marks are answered
     */
    private record Stopped(double seconds, long heapBytes, long diskBytes, double stopSeconds) {}

    private Stopped run(AlertsSeen alerts, String marks) throws InterruptedException {
        long before = Heap.liveBytes();
        long begin = System.nanoTime();
        EmbeddedDetection detection = new EmbeddedDetection(settings, folder);
        try {
            detection.start();
            alerts.awaitMarks(marks);
            double seconds = (System.nanoTime() - begin) / 1e9;
            long loaded = Heap.liveBytes();
            long stopping = System.nanoTime();
            detection.close();
            double stopSeconds = (System.nanoTime() - stopping) / 1e9;
            long heap = loaded - Math.min(before, Heap.liveBytes());
            return new Stopped(seconds, heap, newestCheckpointBytes(), stopSeconds);
        } finally {
            detection.close();
        }
    }

    private long newestCheckpointBytes() {
        try (Stream<Path> found = Files.walk(folder.resolve("checkpoints"))) {
            Path newest = found.filter(path -> path.getFileName().toString().startsWith("chk-"))
                    .max((one, other) -> Long.compare(
                            one.toFile().lastModified(), other.toFile().lastModified()))
                    .orElseThrow(
                            () -> new IllegalStateException("no checkpoint was taken within the time for the last"));
            try (Stream<Path> files = Files.walk(newest)) {
                return files.filter(Files::isRegularFile)
                        .mapToLong(file -> file.toFile().length())
                        .sum();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the checkpoints cannot be read", e);
        }
    }
}
