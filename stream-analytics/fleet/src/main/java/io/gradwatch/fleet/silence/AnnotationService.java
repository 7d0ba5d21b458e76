package io.gradwatch.fleet.silence;

import io.gradwatch.fleet.follow.Changes;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.AnnotationKind;
import io.gradwatch.silence.SilenceWriter;
import io.gradwatch.silence.Silences;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Changes what people add to alerts. A change is answered when Kafka has it and this instance knows it. Every call may
 * be made from any thread, and throws {@link UnavailableException} where Kafka does not take a change.
 *
 * @param live all that people say of alerts
 * @param writer that changes it, shared by all requests
 * @param clock for the times of changes
 */
public record AnnotationService(LiveSilences live, SilenceWriter writer, Clock clock) {

    /** Comments of one alert, at most. Own choice. */
    public static final int MOST_COMMENTS = 200;

    /** Longest wait for this instance to read a change back. Own choice. */
    private static final Duration SEEN = Duration.ofSeconds(2);

    /** Time within which the same comment of one author is one that was sent again, its answer lost. Own choice. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** Author of a change. */
    public record Author(String by, String via) {}

    /** The alert has {@link #MOST_COMMENTS} already. */
    public static final class TooManyCommentsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyCommentsException() {
            super("The alert has " + MOST_COMMENTS + " comments: remove some of them first");
        }
    }

    /**
     * Adds a comment. The same one again within a minute adds none.
     *
     * @throws IllegalArgumentException with all that is wrong with it
     * @throws TooManyCommentsException where there are too many
     */
    public void comment(String alertId, Author author, String text) {
        List<AlertAnnotation> comments = all(alertId).stream()
                .filter(known -> known.getKind() == AnnotationKind.COMMENT)
                .toList();
        if (comments.stream().anyMatch(known -> isSentAgain(known, author, text))) {
            return;
        }
        if (comments.size() >= MOST_COMMENTS) {
            throw new TooManyCommentsException();
        }
        write(added(alertId, AnnotationKind.COMMENT, author).setText(text).build());
    }

    /** Removes a comment; false where the alert has none of this id. */
    public boolean removeComment(String alertId, String commentId) {
        return remove(
                alertId,
                known -> known.getKind() == AnnotationKind.COMMENT
                        && known.getId().equals(commentId));
    }

    /**
     * Says who looks after an alert.
     *
     * @throws IllegalArgumentException with all that is wrong with it
     */
    public void assign(String alertId, Author author, String assignee) {
        write(added(alertId, AnnotationKind.ASSIGNMENT, author)
                .setAssignee(assignee)
                .build());
    }

    /** Says that nobody in particular looks after an alert; false where nobody did. */
    public boolean unassign(String alertId) {
        return remove(alertId, known -> known.getKind() == AnnotationKind.ASSIGNMENT);
    }

    /**
     * Notes the author's vote whether it was useful to be told, in place of an earlier one.
     *
     * @throws IllegalArgumentException with all that is wrong with it
     */
    public void vote(String alertId, Author author, boolean useful) {
        write(added(alertId, AnnotationKind.USEFULNESS, author)
                .setUseful(useful)
                .build());
    }

    private boolean isSentAgain(AlertAnnotation known, Author author, String text) {
        return known.getBy().equals(author.by())
                && known.getText().equals(text)
                && Math.abs(clock.millis() - known.getAtMillis()) <= AGAIN.toMillis();
    }

    private AlertAnnotation.Builder added(String alertId, AnnotationKind kind, Author author) {
        return AlertAnnotation.newBuilder()
                .setAlertId(alertId)
                .setId(UUID.randomUUID().toString())
                .setKind(kind)
                .setBy(author.by())
                .setVia(author.via())
                .setAtMillis(clock.millis());
    }

    private void write(AlertAnnotation annotation) {
        Changes.write(() -> writer.annotate(annotation));
        live.await(silences -> silences.annotations(annotation.getAlertId()).contains(annotation), SEEN);
    }

    private boolean remove(String alertId, Predicate<AlertAnnotation> which) {
        Optional<AlertAnnotation> found = all(alertId).stream().filter(which).findFirst();
        found.ifPresent(annotation -> {
            Changes.write(() -> writer.remove(annotation));
            live.await(silences -> !silences.annotations(alertId).contains(annotation), SEEN);
        });
        return found.isPresent();
    }

    private List<AlertAnnotation> all(String alertId) {
        Silences known = live.current().silences();
        return known.annotations(alertId);
    }
}
