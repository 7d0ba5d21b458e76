package io.gradwatch.silence;

import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.AnnotationKind;
import io.gradwatch.schema.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The silences, acknowledgements and annotations that there are at one moment of their topics. Immutable. */
public final class Silences {

    /** Nothing is silenced or acknowledged. */
    public static final Silences NONE = new Silences(Map.of(), Map.of(), List.of());

    /** Time for which a silence is kept after its end, for people to look at: that of Alertmanager. */
    public static final Duration KEPT = Duration.ofDays(5);

    /** Time for which an acknowledgement holds. */
    public static final Duration ACKNOWLEDGED = SilenceRules.LONGEST;

    /** Time for which an annotation is shown; the history keeps it for longer. Own choice. */
    public static final Duration ANNOTATED = SilenceRules.LONGEST;

    private final Map<String, CompiledSilence> silences;
    private final Map<String, Acknowledgement> acknowledgements;
    private final Map<String, List<AlertAnnotation>> annotations;

    Silences(
            Map<String, CompiledSilence> silences,
            Map<String, Acknowledgement> acknowledgements,
            Collection<AlertAnnotation> annotations) {
        this.silences = Map.copyOf(silences);
        this.acknowledgements = Map.copyOf(acknowledgements);
        this.annotations = annotations.stream()
                .sorted(Comparator.comparingLong(AlertAnnotation::getAtMillis).thenComparing(AlertAnnotation::getId))
                .collect(Collectors.groupingBy(AlertAnnotation::getAlertId));
    }

    /**
     * These silences and acknowledgements.
     *
     * @throws IllegalArgumentException when one breaks a rule
     */
    public static Silences of(Collection<Silence> silences, Collection<Acknowledgement> acknowledgements) {
        SilenceTables tables = new SilenceTables();
        silences.forEach(silence -> tables.put(silence.getId(), silence));
        acknowledgements.forEach(acknowledged -> tables.put(acknowledged.getAlertId(), acknowledged));
        return tables.snapshot();
    }

    /** All silences, the one that ends last first; those that are over too, for {@link #KEPT}. */
    public List<Silence> silences() {
        return silences.values().stream()
                .map(CompiledSilence::silence)
                .sorted(Comparator.comparingLong(Silence::getEndsAtMillis)
                        .reversed()
                        .thenComparing(Silence::getId))
                .toList();
    }

    /** The silence of this id, whatever its state. */
    public Optional<Silence> silence(String id) {
        return Optional.ofNullable(silences.get(id)).map(CompiledSilence::silence);
    }

    /** The active silence that covers an alert at {@code now}, of several the one that ends last. */
    public Optional<Silence> silencing(Alert alert, Instant now) {
        return silencing(AlertLabels.of(alert), now);
    }

    /** The active silence that covers an alert at {@code now}, of several the one that ends last. */
    public Optional<Silence> silencing(AlertLabels alert, Instant now) {
        return silences.values().stream()
                .filter(silence -> SilenceState.of(silence.silence(), now) == SilenceState.ACTIVE)
                .filter(silence -> silence.matchers().match(alert))
                .map(CompiledSilence::silence)
                .max(Comparator.comparingLong(Silence::getEndsAtMillis).thenComparing(Silence::getId));
    }

    /** Acknowledgement that holds for an alert at {@code now}; empty without one, or when the alert is worse by now. */
    public Optional<Acknowledgement> acknowledging(Alert alert, Instant now) {
        return acknowledging(AlertLabels.of(alert), now);
    }

    /** Acknowledgement that holds for an alert at {@code now}; empty without one, or when the alert is worse by now. */
    public Optional<Acknowledgement> acknowledging(AlertLabels alert, Instant now) {
        return acknowledgement(alert.id())
                .filter(known -> alert.severity().compareTo(known.getSeverity()) <= 0)
                .filter(known -> !isOld(known, now));
    }

    /** The acknowledgement of an alert, whether or not it still holds. */
    public Optional<Acknowledgement> acknowledgement(String alertId) {
        return Optional.ofNullable(acknowledgements.get(alertId));
    }

    Collection<List<AlertAnnotation>> annotated() {
        return annotations.values();
    }

    /** All acknowledgements, the latest first. */
    public List<Acknowledgement> acknowledgements() {
        return acknowledgements.values().stream()
                .sorted(Comparator.comparingLong(Acknowledgement::getAtMillis)
                        .reversed()
                        .thenComparing(Acknowledgement::getAlertId))
                .toList();
    }

    /** Everything that people added to an alert, the earliest first. */
    public List<AlertAnnotation> annotations(String alertId) {
        return annotations.getOrDefault(alertId, List.of());
    }

    /** Name of the person who looks after an alert; empty where nobody was assigned. */
    public Optional<String> assignee(String alertId) {
        return annotations(alertId).stream()
                .filter(annotation -> annotation.getKind() == AnnotationKind.ASSIGNMENT)
                .map(AlertAnnotation::getAssignee)
                .findFirst();
    }

    /** Time at which the next silence or acknowledgement begins or ends; empty when all stays as it is. */
    public Optional<Instant> nextChange(Instant now) {
        long millis = now.toEpochMilli();
        Stream<Long> silenced = silences.values().stream()
                .map(CompiledSilence::silence)
                .filter(silence -> !silence.getExpired())
                .flatMap(silence -> Stream.of(silence.getStartsAtMillis(), silence.getEndsAtMillis()));
        Stream<Long> acknowledged =
                acknowledgements.values().stream().map(known -> known.getAtMillis() + ACKNOWLEDGED.toMillis());
        return Stream.concat(silenced, acknowledged)
                .filter(time -> time > millis)
                .min(Long::compare)
                .map(Instant::ofEpochMilli);
    }

    /** All that is over for so long at {@code now} that its records may be removed. */
    public Silences outdated(Instant now) {
        SilenceTables old = new SilenceTables();
        long limit = now.minus(KEPT).toEpochMilli();
        silences.values().stream()
                .map(CompiledSilence::silence)
                .filter(silence -> silence.getEndsAtMillis() < limit)
                .forEach(silence -> old.put(silence.getId(), silence));
        acknowledgements.values().stream()
                .filter(known -> isOld(known, now))
                .forEach(known -> old.put(known.getAlertId(), known));
        annotations.values().stream()
                .flatMap(List::stream)
                .filter(added -> added.getAtMillis() + ANNOTATED.toMillis() <= now.toEpochMilli())
                .forEach(added -> old.put(SilenceRules.key(added), added));
        return old.snapshot();
    }

    private static boolean isOld(Acknowledgement known, Instant now) {
        return known.getAtMillis() + ACKNOWLEDGED.toMillis() <= now.toEpochMilli();
    }
}
