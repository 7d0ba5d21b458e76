package io.gradwatch.silence;

import io.gradwatch.keyed.KeyedWriter;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.schema.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes silences, acknowledgements and annotations. Each call returns when Kafka has them on all replicas in sync, and
 * throws {@link IllegalStateException} when Kafka does not take them within 8 s. The last write under a key counts.
 * Opens nothing before the first call. Thread-safe.
 */
public final class SilenceWriter implements AutoCloseable {

    private final KeyedWriter writer;

    /** @param kafka properties of the client, at least {@code bootstrap.servers} */
    public SilenceWriter(Map<String, Object> kafka) {
        this.writer = new KeyedWriter(kafka);
    }

    /**
     * Makes a new silence, with an id of its own, and writes it.
     *
     * @param matchers at least one
     * @param createdBy its author
     * @param comment its reason
     * @param starts first moment at which it holds; one that is past means at once
     * @param ends first moment at which it holds no more, within {@link SilenceRules#LONGEST} of the start
     * @return the silence
     * @throws IllegalArgumentException with all that is wrong with it
     */
    public Silence add(List<SilenceMatcher> matchers, String createdBy, String comment, Instant starts, Instant ends) {
        Silence silence = new Silence(
                UUID.randomUUID().toString(),
                matchers,
                createdBy,
                comment,
                starts.toEpochMilli(),
                ends.toEpochMilli(),
                false);
        CompiledSilence.of(silence);
        writer.put(Topics.SILENCES, silence.getId(), silence);
        return silence;
    }

    /** Ends a silence at {@code now} and returns it as it is then; one that has ended already stays as it is. */
    public Silence expire(Silence silence, Instant now) {
        if (SilenceState.of(silence, now) == SilenceState.EXPIRED) {
            return silence;
        }
        long starts = Math.min(silence.getStartsAtMillis(), now.toEpochMilli());
        Silence expired = Silence.newBuilder(silence)
                .setStartsAtMillis(starts)
                .setEndsAtMillis(now.toEpochMilli())
                .setExpired(true)
                .build();
        writer.put(Topics.SILENCES, expired.getId(), expired);
        return expired;
    }

    /**
     * Acknowledges an alert, with the severity that it has now.
     *
     * @param via from where: page, slack, mail, command or api
     * @return the acknowledgement
     * @throws IllegalArgumentException with all that is wrong with it
     */
    public Acknowledgement acknowledge(AlertLabels alert, String by, String via, String comment, Instant now) {
        Acknowledgement acknowledgement =
                new Acknowledgement(alert.id(), alert.severity(), by, comment, now.toEpochMilli(), via);
        List<String> problems = SilenceRules.problems(acknowledgement);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("an acknowledgement: " + String.join("; ", problems));
        }
        writer.put(Topics.ACKNOWLEDGEMENTS, acknowledgement.getAlertId(), acknowledgement);
        return acknowledgement;
    }

    /** Takes the acknowledgement of an alert back. */
    public void withdraw(String alertId) {
        writer.remove(Topics.ACKNOWLEDGEMENTS, alertId);
    }

    /**
     * Adds something to an alert.
     *
     * @throws IllegalArgumentException with all that is wrong with it
     */
    public void annotate(AlertAnnotation annotation) {
        List<String> problems = SilenceRules.problems(annotation);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("an annotation: " + String.join("; ", problems));
        }
        writer.put(Topics.ANNOTATIONS, SilenceRules.key(annotation), annotation);
    }

    /** Takes an annotation back. */
    public void remove(AlertAnnotation annotation) {
        writer.remove(Topics.ANNOTATIONS, SilenceRules.key(annotation));
    }

    /** Removes the records of all of these. */
    public void forget(Silences outdated) {
        outdated.silences().forEach(silence -> writer.remove(Topics.SILENCES, silence.getId()));
        outdated.acknowledgements().forEach(known -> withdraw(known.getAlertId()));
        outdated.annotated().forEach(added -> added.forEach(this::remove));
    }

    @Override
    public void close() {
        writer.close();
    }
}
