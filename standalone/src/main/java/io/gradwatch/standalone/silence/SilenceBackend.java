package io.gradwatch.standalone.silence;

import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where silences and acknowledgements are asked for and changed. Every call throws {@link IllegalStateException} when
 * nobody answers, and {@link IllegalArgumentException} with what is wrong with what was asked.
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

    /** Says that somebody looks after an alert that fires, or with which its run ended. */
    Acknowledgement acknowledge(String alertId, ChangeAuthor person, Instant now);

    /** Takes an acknowledgement back, and answers what it was. */
    List<Acknowledgement> withdraw(String alertId);

    /**
     * A new silence.
     *
     * @param silenced alerts that fire now and match, the worst or the newest first
     */
    record Added(Silence silence, List<SilencedAlert> silenced) {}

    /** An alert that fires and is not told. */
    record SilencedAlert(String id, String severity, String alertClass, String run) {}
}
