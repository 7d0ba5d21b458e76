package io.gradwatch.fleet.testing;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.MetricDefinition;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.util.List;
import java.util.Map;

/** One rank of one attempt of a run, which numbers its records and has a clock that the test sets. */
public final class Job {

    /** Start of the clock, milliseconds since 1970-01-01 UTC. */
    public static final long START = 1_800_000_000_000L;

    private final String run;
    private final int attempt;
    private final int rank;
    private final long session;
    private long sequence;
    private long now = START;

    /** A rank with a session of its own. */
    public Job(String run, int attempt, int rank) {
        this(run, attempt, rank, 1_000L * attempt + rank);
    }

    /** A rank with a given session. */
    public Job(String run, int attempt, int rank, long session) {
        this.run = run;
        this.attempt = attempt;
        this.rank = rank;
        this.session = session;
    }

    /** Sets the clock to so many milliseconds after {@link #START}. */
    public Job at(long millis) {
        now = START + millis;
        return this;
    }

    /** The clock. */
    public long now() {
        return now;
    }

    /** Declares two H100 in project vision of ada on node-1. */
    public Telemetry started() {
        return record(declaration().build());
    }

    /** Declares what the test wants. */
    public Telemetry started(RunStarted declaration) {
        return record(declaration);
    }

    /** Declaration that {@link #started()} makes. */
    public static RunStarted.Builder declaration() {
        return RunStarted.newBuilder()
                .setName("digits")
                .setProject("vision")
                .setOwner("ada")
                .setHost("node-1.north.example.org")
                .setDevices(List.of("H100", "H100"))
                .setFramework("dl4j")
                .setFrameworkVersion("1.0")
                .setHyperparameters(Map.of("max_steps", "100"))
                .setLayers(List.of(new Layer("dense", "DenseLayer", 650L, "relu")))
                .setTags(List.of("baseline", "<b>"))
                .setNotes("warm-up\nof 500")
                .setGroup("sweep-1")
                .setMetrics(List.of(new MetricDefinition("train-val/loss", "min", "minimize", "epoch", true)))
                .setSummary(Map.of("val/loss", 0.25));
    }

    /** A step with its loss. */
    public Telemetry step(long step, double loss) {
        return step(Step.newBuilder().setStep(step).setLoss(loss).build());
    }

    /** Any step. */
    public Telemetry step(Step step) {
        return record(step);
    }

    /** An evaluation of a split with its loss. */
    public Telemetry evaluation(long step, Split split, double loss) {
        return record(Evaluation.newBuilder()
                .setStep(step)
                .setSplit(split)
                .setLoss(loss)
                .build());
    }

    /** Any evaluation. */
    public Telemetry evaluation(Evaluation evaluation) {
        return record(evaluation);
    }

    /** A heartbeat. */
    public Telemetry heartbeat() {
        return record(Heartbeat.newBuilder().build());
    }

    /** A checkpoint that was saved. */
    public Telemetry checkpoint(long step, String path) {
        return checkpoint(step, path, Map.of("val/loss", 0.25));
    }

    /** A checkpoint that was saved, with values by which the job judges it. */
    public Telemetry checkpoint(long step, String path, Map<String, Double> metrics) {
        return record(new CheckpointSaved(step, path, 4096L, metrics));
    }

    /** The end. */
    public Telemetry ended(Outcome outcome) {
        return record(RunEnded.newBuilder().setOutcome(outcome).build());
    }

    /** A critical alert that fires. */
    public Alert fires(String alertClass) {
        return fires(alertClass, Severity.CRITICAL).build();
    }

    /** An alert that fires. */
    public Alert.Builder fires(String alertClass, Severity severity) {
        return Alert.newBuilder()
                .setId(run + "-" + attempt + "-" + alertClass)
                .setRevision(0)
                .setDetector("detector-of-" + alertClass)
                .setAlertClass(alertClass)
                .setSeverity(severity)
                .setState(AlertState.FIRING)
                .setRunId(run)
                .setRunName("digits")
                .setProject("vision")
                .setOwner("ada")
                .setAttempt(attempt)
                .setOnsetStep(1)
                .setRaisedStep(2)
                .setRaisedTimeMillis(now)
                .setSummary("It is " + alertClass + ".");
    }

    /** The same alert, with which the run ended. */
    public Alert endsWith(String alertClass) {
        return endsWith(alertClass, Severity.CRITICAL, Resolution.RUN_ENDED);
    }

    /** The same alert of some severity, ended for a reason that is no recovery. */
    public Alert endsWith(String alertClass, Severity severity, Resolution resolution) {
        return fires(alertClass, severity)
                .setRevision(1)
                .setState(AlertState.UNRECOVERED)
                .setResolution(resolution)
                .build();
    }

    /** The same alert, recovered. */
    public Alert resolves(String alertClass) {
        return fires(alertClass, Severity.CRITICAL)
                .setRevision(1)
                .setState(AlertState.RECOVERED)
                .setResolution(Resolution.CLEARED)
                .build();
    }

    private Telemetry record(Object event) {
        return new Telemetry(new Origin(run, attempt, rank, session, sequence++, now, false), event);
    }
}
