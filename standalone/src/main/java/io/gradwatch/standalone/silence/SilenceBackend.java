package io.gradwatch.standalone.silence;

import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads and changes silences and acknowledgements. Every call throws {@link IllegalStateException} without an answer,
 * and {@link IllegalArgumentException} with the problem of a wrong request.
 */
interface SilenceBackend {

    /** All silences: those that hold, that will, and that ended lately. */
    List<Silence> silences();

    /** Makes a silence that begins at {@code now}. */
    Added add(List<SilenceMatcher> matchers, ChangeAuthor person, Instant now, Duration length);

    /** Ends a silence; empty where there is none of this id. */
    Optional<Silence> expire(String id, Instant now);

    /** All acknowledgements. */
    List<Acknowledgement> acknowledgements();

    /** Acknowledges an alert that fires, or with which its run ended. */
    Acknowledgement acknowledge(String alertId, ChangeAuthor person, Instant now);

    /** Withdraws an acknowledgement, and returns it. */
    List<Acknowledgement> withdraw(String alertId);

    /**
     * A new silence.
     *
     * @param silenced alerts that fire now and match, the worst or the newest first
     */
    record Added(Silence silence, List<SilencedAlert> silenced) {}

    /** A firing alert that a silence covers. */
    record SilencedAlert(String id, String severity, String alertClass, String run) {}
}
