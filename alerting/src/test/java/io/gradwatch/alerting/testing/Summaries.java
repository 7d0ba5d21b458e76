package io.gradwatch.alerting.testing;

import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.summary.FleetSummary;
import io.gradwatch.alerting.summary.Summary;
import io.gradwatch.alerting.summary.SummaryPeriod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Summaries of a fleet for tests. */
public final class Summaries {

    /** Answer of the fleet in which two runs have NaN. */
    public static final String ANSWER = """
            {"from_millis": 1, "to_millis": 2, "project": null,
             "runs": {"started": 12, "ended": 9, "finished": 6, "failed": 2}, "gpu_hours_lost": 12.5,
             "runs_with_loss": 2,
             "faults": [
               {"class": "nan", "alerts": 3, "runs": 2, "critical": 3, "recovered": 0, "open": 1, "acknowledged": 0},
               {"class": "loss_spike", "alerts": 4, "runs": 3, "critical": 0, "recovered": 4, "open": 0,
                "acknowledged": 0}],
             "worst_runs": [
               {"run": "r-1", "name": "resnet50", "project": "vision", "owner": "ada", "outcome": "failed",
                "classes": "nan", "gpu_hours_lost": 10.2, "open": true},
               {"run": "r-2", "name": "", "project": "", "owner": "", "outcome": "running", "classes": "nan, silent",
                "gpu_hours_lost": 2.3, "open": false}],
             "results": [
               {"project": "language", "run": "r-3", "name": "llm-7b", "loss": 1.234567, "before": 1.3},
               {"project": "vision", "run": "r-1", "name": "resnet50", "loss": 0.1, "before": 0.2},
               {"project": "speech", "run": "r-4", "name": "first", "loss": 3.0, "before": null}],
             "votes": {"useful": 3, "useless": 1}}
            """;

    /** Answer of the fleet in which nothing happened. */
    public static final String QUIET = """
            {"runs": {"started": 1, "ended": 1, "finished": 1, "failed": 0}, "gpu_hours_lost": 0.0, "runs_with_loss": 0,
             "faults": [], "worst_runs": [], "results": [], "votes": {"useful": 0, "useless": 0}}
            """;

    private static final Instant DUE = Instant.parse("2026-11-28T08:00:00Z");

    private Summaries() {}

    /** The summary of a day, of {@link #ANSWER}. */
    public static Summary daily() {
        return daily(ANSWER);
    }

    /** The summary of a day, of an answer. */
    public static Summary daily(String answer) {
        try {
            return summary("", Summary.readAnswer(answer.getBytes(StandardCharsets.UTF_8)), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The summary of a day for which the fleet could not be asked. */
    public static Summary missing() {
        return summary("team language", null, "the fleet answers with status 503");
    }

    private static Summary summary(String scope, FleetSummary answer, String problem) {
        return new Summary(
                "daily",
                SummaryPeriod.DAY,
                scope,
                DUE.minus(Duration.ofDays(1)).toEpochMilli(),
                DUE.toEpochMilli(),
                "Europe/Berlin",
                answer,
                problem);
    }

    /** A notification that tells a summary. */
    public static Notification notification(Summary summary) {
        return new Notification(
                7,
                "team",
                new AlertGroup(AlertGroup.summary(summary.schedule(), summary.to()), List.of()),
                List.of(),
                summary.to(),
                Optional.empty(),
                0,
                false,
                Presentation.PLAIN,
                summary.to().plusSeconds(3),
                Duration.ZERO,
                Optional.of(summary));
    }
}
