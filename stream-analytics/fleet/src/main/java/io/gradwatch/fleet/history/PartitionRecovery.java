package io.gradwatch.fleet.history;

import io.gradwatch.fleet.history.files.Commit;
import io.gradwatch.fleet.history.files.CommitLog;
import io.gradwatch.fleet.history.files.DataFile;
import io.gradwatch.fleet.history.files.TopicOffsets;
import io.gradwatch.fleet.history.write.PartitionWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the history of a partition where it was left, mends what is damaged, and finds the place to read on. */
final class PartitionRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionRecovery.class);

    /** An end of the topic that lies before that of the history is asked for again after this time, to be sure. */
    private static final Duration SECOND_LOOK = Duration.ofMillis(300);

    private final History history;

    PartitionRecovery(History history) {
        this.history = history;
    }

    /** Opens it for a consumer that has the partition; nothing is changed where that fails. */
    void open(
            TopicPartition partition,
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, TopicOffsets> offsets,
            Map<TopicPartition, PartitionWriter> writers)
            throws SQLException, IOException {
        history.requireRoom();
        TopicOffsets found = new TopicOffsets(history.folder().losses(partition));
        long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
        mend(partition, found.toHistory(begin));
        PartitionWriter writer = history.writer(partition);
        try {
            checkEnd(partition, consumer, found, writer);
            long next = found.toTopic(writer.next());
            if (next < begin) {
                history.damage()
                        .found(partition + ": the records " + next + " to " + begin
                                + " were deleted from the topic before they were written to the history");
            }
            consumer.seek(partition, Math.max(next, begin));
            offsets.put(partition, found);
            writers.put(partition, writer);
        } catch (IOException | RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /** A topic that ends before its history has lost records. The history keeps them, and counts on from its end. */
    private void checkEnd(
            TopicPartition partition, Consumer<byte[], byte[]> consumer, TopicOffsets offsets, PartitionWriter writer)
            throws IOException {
        long end = end(partition, consumer);
        if (writer.end() <= offsets.toHistory(end)) {
            return;
        }
        LockSupport.parkNanos(SECOND_LOOK.toNanos());
        end = end(partition, consumer);
        if (writer.end() > offsets.toHistory(end)) {
            history.damage()
                    .found("the topic of " + partition + " ends at offset " + end
                            + ", before its history: it has lost records. The history keeps what it has of them, and"
                            + " new records follow it");
            offsets.cut(writer.end(), end);
        }
    }

    private static long end(TopicPartition partition, Consumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(List.of(partition)).get(partition);
    }

    /**
     * Puts damaged files away. Where the topic has all records of their commits, these are withdrawn and read again;
     * else they go on without the damaged files.
     */
    private void mend(TopicPartition partition, long begin) throws IOException {
        history.catalog().refresh();
        CommitLog log = history.catalog().log(partition);
        for (Commit commit : log.chain()) {
            List<DataFile> damaged =
                    commit.files().stream().filter(history.catalog()::isDamaged).toList();
            if (damaged.isEmpty()) {
                continue;
            }
            String records = partition + " offsets " + commit.first() + " to " + commit.next();
            if (begin <= commit.first()) {
                log.withdraw(commit, "the history of " + records + " has a damaged file");
            } else {
                List<DataFile> whole = commit.files().stream()
                        .filter(file -> !damaged.contains(file))
                        .toList();
                log.publish(new Commit(commit.first(), commit.next(), commit.generation() + 1, whole));
                history.damage()
                        .found("rows of " + records + " are lost: a file is damaged, and the topic has the records no"
                                + " more");
            }
            damaged.forEach(this::setAside);
        }
        history.catalog().refresh();
    }

    private void setAside(DataFile file) {
        Path path = history.folder().resolve(file);
        try {
            if (Files.exists(path)) {
                LOG.warn(
                        "The damaged file {} was moved to {}",
                        path,
                        history.folder().setAside(path));
            }
        } catch (IOException e) {
            LOG.warn("The damaged file {} cannot be moved; it counts no more", path, e);
        }
    }
}
