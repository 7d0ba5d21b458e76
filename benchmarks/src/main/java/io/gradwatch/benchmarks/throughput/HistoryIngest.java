package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistoryService;
import io.gradwatch.fleet.history.files.HistoryTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The history writer over the telemetry topic, from its beginning to the last file on disk. */
final class HistoryIngest {

    private static final long PAUSE_NANOS = 1_000_000;

    private HistoryIngest() {}

    /** Timed from the first record that was read. */
    static Round read(ScratchKafka kafka, History history, long records) {
        HistoryService service = new HistoryService(history, Map.of("bootstrap.servers", kafka.bootstrapServers()));
        StopWatch watch = null;
        try {
            service.start();
            while (service.records() < records) {
                Optional<String> problem = service.check();
                if (problem.isPresent()) {
                    throw new IllegalStateException("the history is not written: " + problem.get());
                }
                watch = watch == null && service.records() > 0 ? new StopWatch() : watch;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } finally {
            service.close();
        }
        return watch.stop(records);
    }

    /** Bytes of the files of a table. */
    static long bytes(History history, HistoryTable table) throws java.io.IOException {
        long bytes = 0;
        for (String file : history.files(table)) {
            bytes += Files.size(Path.of(file));
        }
        return bytes;
    }
}
