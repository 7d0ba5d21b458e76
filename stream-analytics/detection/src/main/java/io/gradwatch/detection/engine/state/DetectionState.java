package io.gradwatch.detection.engine.state;

import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.engine.settings.OverrideLookup;
import io.gradwatch.detection.engine.settings.Overrides;
import io.gradwatch.detection.judge.Judgement;
import io.gradwatch.detection.spi.References;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunReference;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * State of a run in the engine, beside the states of the detectors. A plain state; about 300 bytes, 60 a rank, 600 an
 * open alert, 12 KB of its curves, what the run declared of itself (bounded by {@link PrintableText#declaration}), at
 * most 25 KB of earlier runs that it is compared with, and 4 KB of its checkpoints.
 */
public class DetectionState {

    /** Id of the run, empty before its first record. */
    public String runId = "";

    /** The attempt that counts, -1 before the first record. */
    public int attempt = -1;

    /** Restarts of the attempt: a step went back, or another session took over. */
    public int restarts;

    /** The rank whose events stand for the job: the lowest seen; -1 before the first record. */
    public int speaker = -1;

    /** The last step that the detectors saw of the speaking rank, -1 before the first. */
    public long lastStep = -1;

    /** Time in the log of the last record that counts; 0 where the log has no time. */
    public long lastRecordMillis;

    /** True if the last record that counts was of the backlog: news to nobody. */
    public boolean backlog;

    /** Time in the log at which the attempt ended, 0 while it runs. */
    public long endedMillis;

    /** True if the attempt ended. */
    public boolean ended;

    /** Records that were seen before. */
    public long duplicates;

    /** Records of superseded attempts and ended sessions. */
    public long stale;

    /** Records that contradict what the run is. */
    public long refused;

    /** A bit for each {@link io.gradwatch.detection.spi.Signal} that the attempt has sent. */
    public int signals;

    /** Ids of the detectors that were asked about the present silence. */
    public List<String> silenceReported = new ArrayList<>();

    /** By rank. */
    public Map<Integer, RankState> ranks = new HashMap<>();

    /** By {@link AlertFamily}, or by id of the detector where an alert is a family of its own. */
    public Map<String, OpenAlert> alerts = new HashMap<>();

    /** The curves of the speaking rank. */
    public RunCurves curves = new RunCurves();

    /** Judgement of the curves. */
    public Judgement judgement = new Judgement();

    /** Results of the run so far, over all attempts. */
    public RunResult result = new RunResult();

    /** Checkpoints that the job saved. */
    public CheckpointTrail checkpoints = new CheckpointTrail();

    /** Curves of the earlier runs that the attempt is compared with, as a {@link RunReference}; empty without. */
    public byte[] earlier = new byte[0];

    /** Number of them that must reach a place for the run to be judged there. */
    public int fewestEarlier = 1;

    /** The declaration of the run, as a telemetry record; empty where it never came. */
    public byte[] declaration = new byte[0];

    private transient RunStarted declared;

    private transient References references;

    private transient Overrides overrides = Overrides.NONE;

    private transient long settingsVersion;

    private transient boolean settingsNew;

    private transient DetectorFailure failure;

    /** Remembers until the end of the event that a detector threw. */
    public void failed(String detector, RuntimeException cause) {
        String says = "detector " + detector + " threw " + cause;
        DetectorFailure all = new DetectorFailure(failure == null ? says : failure.getMessage() + "; " + says);
        if (failure != null) {
            for (Throwable earlier : failure.getSuppressed()) {
                all.addSuppressed(earlier);
            }
        }
        all.addSuppressed(cause);
        failure = all;
    }

    /** Throws what was remembered. */
    public void throwFailure() {
        DetectorFailure thrown = failure;
        failure = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Declaration of the run; an empty declaration where it never did. */
    public RunStarted declared() {
        if (declared == null) {
            declared = declaration.length == 0 ? PrintableText.declaration(new RunStarted()) : read(declaration);
        }
        return declared;
    }

    public void declare(RunStarted started) {
        declared = PrintableText.declaration(started);
        Telemetry record = new Telemetry(new Origin(runId, attempt, 0, 0L, 0L, 0L, false), declared);
        declaration = Topics.TELEMETRY.codec().encode(record);
        references = null;
        settingsVersion = 0;
    }

    /** The settings that hold for the run in place of the configured ones. */
    public Overrides overrides() {
        return overrides;
    }

    /** Asks for the settings where they may have changed. */
    public void renew(OverrideLookup live) {
        if (settingsVersion != live.version()) {
            overrides = live.of(runId, declared().getProject());
            settingsVersion = live.version();
            settingsNew = true;
        }
    }

    /** True if the settings may have changed since this was asked last. */
    public boolean settingsNew() {
        boolean changed = settingsNew;
        settingsNew = false;
        return changed;
    }

    /** Keeps the earlier runs that were chosen for the run. */
    public void compareWith(List<ReferenceCurve> curves, int fewest) {
        earlier = curves.isEmpty()
                ? new byte[0]
                : Topics.REFERENCES.codec().encode(new RunReference(runId, "", "", 0L, curves));
        fewestEarlier = fewest;
        references = null;
    }

    /** References of the run: those that it declares, else the earlier runs. */
    public References references() {
        if (references == null) {
            List<ReferenceCurve> own = declared().getReferences();
            references = own.isEmpty() && earlier.length > 0
                    ? new References(readEarlier(), fewestEarlier)
                    : new References(own, 1);
        }
        return references;
    }

    private List<ReferenceCurve> readEarlier() {
        try {
            return Topics.REFERENCES.codec().decode(earlier).getCurves();
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("the kept references of a run cannot be read", e);
        }
    }

    /**
     * Forgets what belongs to an attempt, or of the present one what the detectors knew. What was counted and the last
     * alerts stay.
     */
    public void begin(String run, int newAttempt) {
        runId = run;
        restarts++;
        alerts.keySet().removeIf(key -> key.indexOf(AlertFamily.TOPIC) >= 0);
        if (newAttempt != attempt) {
            restarts = 0;
            ranks.clear();
            declaration = new byte[0];
            declared = null;
            earlier = new byte[0];
            references = null;
            settingsVersion = 0;
            speaker = -1;
            signals = 0;
        }
        attempt = newAttempt;
        lastStep = -1;
        ended = false;
        result.finished = false;
        curves = new RunCurves();
        judgement = new Judgement();
        endedMillis = 0;
        silenceReported.clear();
        checkpoints.restart();
    }

    private static RunStarted read(byte[] bytes) {
        try {
            return (RunStarted) Topics.TELEMETRY.codec().decode(bytes).getEvent();
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("the kept declaration of a run cannot be read", e);
        }
    }
}
