package io.gradwatch.silence;

import io.gradwatch.keyed.KeyedFollower;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows the topics of silences, acknowledgements and annotations for as long as it is polled: it reads them anew
 * after a failure, and looks again for a topic that is missing. Opens nothing before the first {@link #poll}. Not
 * thread-safe.
 */
public final class SilenceFollower implements AutoCloseable {

    private final KeyedFollower<Silences> follower;

    /**
     * @param kafka properties of the client, at least {@code bootstrap.servers}
     * @param unreadable takes a sentence about each record that says nothing, with its place
     */
    public SilenceFollower(Map<String, Object> kafka, Consumer<String> unreadable) {
        this.follower = new KeyedFollower<>(kafka, patient -> SilenceReader.of(patient, unreadable));
    }

    /**
     * Takes what has come. Where {@link #trouble} says afterwards that a topic is missing, let some seconds pass.
     *
     * @param patience longest wait for records
     * @return all that is known where that may be news; empty before the topics were read to their end once, too
     * @throws RuntimeException when Kafka does not answer; the next call begins anew
     */
    public Optional<Silences> poll(Duration patience) {
        return follower.poll(patience);
    }

    /**
     * Reason for which not all silences are known; empty when all is well. From any thread. A missing topic silences
     * nothing: too many notifications are better than too few.
     */
    public Optional<String> trouble() {
        return follower.trouble().map(what -> what + ": it silences nothing");
    }

    @Override
    public void close() {
        follower.close();
    }
}
