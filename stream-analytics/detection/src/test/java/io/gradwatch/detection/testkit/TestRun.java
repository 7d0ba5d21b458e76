package io.gradwatch.detection.testkit;

import io.gradwatch.detection.engine.Admission;
import io.gradwatch.detection.engine.DetectionEngine;
import io.gradwatch.detection.engine.reference.EarlierRuns;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.settings.OverrideLookup;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A run that is fed to an engine by hand, event by event, and the alerts that come out. */
public final class TestRun {

    /** All detectors of the class path. */
    public static final List<Detector<?>> DETECTORS = Detectors.load(TestRun.class.getClassLoader());

    private static final List<Detector<?>> RULES_AND_WITNESSES =
            DETECTORS.stream().filter(detector -> !isJudge(detector)).toList();

    /** Loading the catalogue makes Avro trust the generated classes, without which builders with defaults fail. */
    private static final int TOPICS = Topics.ALL.size();

    private final List<Detector<?>> detectors;
    private final DetectionEngine engine;
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<Long, Long> sequences = new HashMap<>();

    private boolean restarting;
    private boolean stopping;

    public DetectionState state = new DetectionState();
    public DetectorStates states = new DetectorStates();
    public String runId = "run-1";
    public int attempt;
    public boolean backlog;
    public int rank;
    public long session = 1;
    public long timeMillis;
    public Admission last;

    public TestRun(List<Detector<?>> detectors) {
        this(detectors, EarlierRuns.NONE, OverrideLookup.NONE);
    }

    public TestRun(List<Detector<?>> detectors, EarlierRuns earlier, OverrideLookup live) {
        this(detectors, earlier, live, judgesOf(detectors));
    }

    private TestRun(List<Detector<?>> detectors, EarlierRuns earlier, OverrideLookup live, Judges judges) {
        this.detectors = detectors;
        engine = new DetectionEngine(detectors, DetectorSettings.defaults(), earlier, live, judges);
    }

    /** A run that all detectors watch but those of the judges, whom others replace. */
    public static TestRun judgedBy(Judges judges, OverrideLookup live) {
        return new TestRun(RULES_AND_WITNESSES, EarlierRuns.NONE, live, judges);
    }

    /** A run that all detectors watch, with judges of its own. */
    public static TestRun ofAllJudgedBy(Judges judges) {
        return new TestRun(DETECTORS, EarlierRuns.NONE, OverrideLookup.NONE, judges);
    }

    /** A run that all detectors watch but those of the judges; every witness is believed. */
    public static TestRun ofAll() {
        return new TestRun(RULES_AND_WITNESSES);
    }

    /** A run that all detectors watch, and whose witnesses are believed where the judges agree. */
    public static TestRun ofAllJudged() {
        return new TestRun(DETECTORS);
    }

    private static Judges judgesOf(List<Detector<?>> detectors) {
        return detectors.stream().anyMatch(TestRun::isJudge) ? Judges.load() : Judges.withBar(1e-9);
    }

    private static boolean isJudge(Detector<?> detector) {
        return detector.spec().role() == Role.JUDGE;
    }

    /** A run that all detectors watch, and that is compared with earlier ones. */
    public static TestRun after(EarlierRuns earlier) {
        return new TestRun(RULES_AND_WITNESSES, earlier, OverrideLookup.NONE);
    }

    /** A run that one detector watches. */
    public static TestRun of(String detectorId) {
        return new TestRun(DETECTORS.stream()
                .filter(detector -> detector.spec().id().equals(detectorId))
                .toList());
    }

    /** The same, but all states are written to a snapshot and read from it before every event. */
    public static TestRun restarting(String detectorId) {
        TestRun run = of(detectorId);
        run.restarting = true;
        return run;
    }

    /** The state of a detector; null where it has none yet. */
    public <S> S stateOf(Detector<S> detector) {
        return detector.stateType().cast(states.get(detectors.indexOf(detector)));
    }

    /** The state of the detector of a class. */
    public <S> S stateOf(Class<? extends Detector<S>> type) {
        return stateOf(type.cast(
                detectors.stream().filter(type::isInstance).findFirst().orElseThrow()));
    }

    public TestRun send(Object event) {
        long sequence = sequences.merge(session, 1L, Long::sum) - 1;
        return send(event, sequence);
    }

    /** Feeds the run until its first alert fires, and leaves out what would come then. */
    public TestRun untilAnAlert(Consumer<TestRun> feed) {
        stopping = true;
        try {
            feed.accept(this);
        } catch (Stopped atAnAlert) {
            assert !firing().isEmpty();
        }
        stopping = false;
        return this;
    }

    private static final class Stopped extends RuntimeException {}

    public TestRun send(Object event, long sequence) {
        if (restarting) {
            Snapshots.restart(this, detectors);
        }
        Origin origin = new Origin(runId, attempt, rank, session, sequence, timeMillis, backlog);
        last = engine.observe(state, states, new Telemetry(origin, event), timeMillis, alerts::add);
        if (stopping && !firing().isEmpty()) {
            throw new Stopped();
        }
        return this;
    }

    public TestRun step(long step, double loss) {
        return send(stepOf(step, loss, null));
    }

    public TestRun step(long step, double loss, double gradientNorm) {
        return send(stepOf(step, loss, gradientNorm));
    }

    public TestRun evaluation(long step, double loss) {
        return send(evaluationOf(step, Split.TRAIN_VAL, loss));
    }

    public TestRun heartbeat() {
        return send(new Heartbeat(state.lastStep, 0L, 0L));
    }

    public TestRun end(Outcome outcome) {
        return send(new RunEnded(outcome, null, null, state.lastStep, 0L));
    }

    /** The log is over, and does not say how the run ended. */
    public TestRun endOfLog() {
        engine.onEndOfLog(state, states, alerts::add);
        return this;
    }

    public TestRun started(RunStarted started) {
        return send(started);
    }

    /** Lets the time of the log pass, and wakes the engine when it asked to be woken. */
    public TestRun pass(long millis) {
        long until = timeMillis + millis;
        while (engine.nextWakeMillis(state, states).orElse(Long.MAX_VALUE) <= until) {
            timeMillis = engine.nextWakeMillis(state, states).getAsLong();
            engine.onTime(state, states, timeMillis, alerts::add);
            if (engine.expired(state, timeMillis)) {
                break;
            }
        }
        timeMillis = until;
        return this;
    }

    public DetectionEngine engine() {
        return engine;
    }

    public List<Alert> alerts() {
        return alerts;
    }

    public List<Alert> firing() {
        return alerts.stream()
                .filter(alert -> alert.getState() == AlertState.FIRING)
                .toList();
    }

    /** Transitions in the words that the golden files hold, one a line. */
    public List<String> transcript() {
        return alerts.stream().map(TestRun::line).toList();
    }

    public static Step stepOf(long step, Double loss, Double gradientNorm) {
        return Step.newBuilder()
                .setStep(step)
                .setLoss(loss)
                .setGradientNorm(gradientNorm)
                .build();
    }

    public static Evaluation evaluationOf(long step, Split split, Double loss) {
        return Evaluation.newBuilder()
                .setStep(step)
                .setSplit(split)
                .setLoss(loss)
                .setErrorTypes(List.of())
                .build();
    }

    public static RunStarted startedOf(String name) {
        return RunStarted.newBuilder().setName(name).build();
    }

    private static String line(Alert alert) {
        return "step " + alert.getRaisedStep() + ": " + alert.getDetector() + " " + alert.getAlertClass() + " "
                + state(alert) + " since " + alert.getOnsetStep() + ": " + alert.getSummary();
    }

    private static String state(Alert alert) {
        return switch (alert.getState()) {
            case FIRING -> lower(alert.getSeverity());
            case RECOVERED -> "recovered";
            case UNRECOVERED -> "unrecovered (" + lower(alert.getResolution()) + ")";
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
