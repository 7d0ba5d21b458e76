package io.gradwatch.agent.attach;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.attach.file.StandardInput;
import io.gradwatch.agent.relay.Relay;
import io.gradwatch.agent.spool.FileSpool;
import io.gradwatch.agent.spool.SpoolFolder;
import io.gradwatch.agent.spool.SpoolLimits;
import io.gradwatch.agent.spool.SpooledRecord;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A job that writes logs, and followers of it, while Kafka is away: what is sent stays in the spool. */
abstract class FollowedJob {

    @TempDir
    Path folder;

    final SettableClock clock = new SettableClock();
    final List<String> problems = new CopyOnWriteArrayList<>();
    AttachSettings settings;
    Path logs;

    @BeforeEach
    void makeFolder() throws IOException {
        settings = AttachSettings.defaults(folder.resolve("state"));
        logs = Files.createDirectories(folder.resolve("job"));
    }

    final Path write(String name, String content) throws IOException {
        Path file = Files.writeString(logs.resolve(name), content);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        return file;
    }

    final void append(Path file, String content) throws IOException {
        Files.writeString(file, content, StandardOpenOption.APPEND);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    final void follow() throws IOException {
        try (Following following = following()) {
            following.read();
        }
    }

    final Following following(Path... places) {
        return new Following(places.length == 0 ? List.of(logs) : List.of(places));
    }

    /** A process that follows, until it is closed. */
    final class Following implements AutoCloseable {

        private final Relay relay;
        final Attachment attachment;

        Following(StandardInput input) {
            this(List.of(), Optional.of(input));
        }

        Following(List<Path> places) {
            this(places, Optional.empty());
        }

        private Following(List<Path> places, Optional<StandardInput> input) {
            relay = AgentSettings.builder()
                    .bootstrapServers("127.0.0.1:1")
                    .spoolFolder(folder.resolve("spool"))
                    .closeTimeout(Duration.ZERO)
                    .build()
                    .openRelay();
            attachment = new Attachment(places, input, settings, relay, problems::add, clock);
        }

        void read() throws IOException {
            while (attachment.turn()) {
                // There is more.
            }
            // A file that was written anew is opened in one turn and read in the next.
            attachment.turn();
        }

        @Override
        public void close() {
            attachment.close();
            relay.close();
        }
    }

    final List<String> told(String runId) throws Exception {
        return ShortRecords.of(spooled(runId));
    }

    final List<Long> sequences(String runId) throws Exception {
        return spooled(runId).stream()
                .map(record -> record.getOrigin().getSequence())
                .toList();
    }

    /** True if each record is backlog, in order. */
    final List<Boolean> backlog(String runId) throws Exception {
        return spooled(runId).stream()
                .map(record -> record.getOrigin().getBacklog())
                .toList();
    }

    final List<Telemetry> spooled(String runId) throws Exception {
        List<Telemetry> records = new ArrayList<>();
        SpoolFolder spool = SpoolFolder.open(folder.resolve("spool"), "");
        for (FileSpool session : spool.adoptOrphans(SpoolLimits.of(1L << 30, 1 << 20), met -> {})) {
            for (SpooledRecord record = session.next(); record != null; record = session.next()) {
                Telemetry telemetry = Topics.TELEMETRY.codec().decode(record.value());
                if (telemetry.getOrigin().getRunId().equals(runId)) {
                    records.add(telemetry);
                }
            }
            session.close();
        }
        records.sort(
                Comparator.comparingInt((Telemetry record) -> record.getOrigin().getAttempt())
                        .thenComparingLong(record -> record.getOrigin().getSequence()));
        return records;
    }
}
