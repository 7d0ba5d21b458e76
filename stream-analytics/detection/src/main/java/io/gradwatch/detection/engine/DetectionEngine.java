package io.gradwatch.detection.engine;

import io.gradwatch.detection.engine.alert.AlertTransitions;
import io.gradwatch.detection.engine.alert.AlertTransitions.Moment;
import io.gradwatch.detection.engine.reference.EarlierRuns;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.settings.OverrideLookup;
import io.gradwatch.detection.engine.slot.DetectorDispatch;
import io.gradwatch.detection.engine.slot.DetectorSlot;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.detection.engine.slot.EventContext;
import io.gradwatch.detection.engine.slot.RunTimeouts;
import io.gradwatch.detection.engine.slot.SignalBits;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorFailure;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.engine.state.RankState;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunReference;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs all detectors over the events of runs. It has no state of its own: what it knows of a run is in the
 * {@link DetectionState} and the {@link DetectorStates} that the caller keeps. One engine may serve any number of runs.
 *
 * <ul>
 *   <li><b>Attempts.</b> A higher attempt begins with new detector states and ends what is open; records of lower
 *       attempts are stale.
 *   <li><b>Sessions.</b> The first session of an attempt and rank speaks for it. Another one is refused until the first
 *       has ended or been silent for longer than its patience; then it takes over, and where the rank speaks for the
 *       job, the detectors begin anew.
 *   <li><b>Repeats.</b> A sequence number that is not above the last one of its session is a duplicate.
 *   <li><b>Steps.</b> A step equal to the last one, or one less, is not shown to the detectors. One that is at least
 *       two less is a restart from a checkpoint within the session: the detectors begin anew.
 *   <li><b>Ranks.</b> The lowest rank seen speaks for the job. When a lower one appears, the detectors go on with its
 *       steps from where they are.
 *   <li><b>End.</b> The end of the speaking rank ends the run: what it does not show to be gone ends unrecovered, and
 *       only what {@link Detector#onEnd} says fires after that. An ended run is forgotten after an hour, a silent one
 *       after seven days.
 * </ul>
 */
public final class DetectionEngine {

    private final List<DetectorSlot<?>> slots;
    private final DetectorDispatch dispatcher;
    private final RunTimeouts silence;
    private final RunRecorder recorder;
    private final OverrideLookup live;
    private final JudgePanel panel;

    /**
     * @param detectors from {@link Detectors#load}
     * @param settings of the detectors; those that are switched off are left out
     */
    public DetectionEngine(List<Detector<?>> detectors, DetectorSettings settings) {
        this(detectors, settings, EarlierRuns.NONE, OverrideLookup.NONE);
    }

    /**
     * @param detectors from {@link Detectors#load}
     * @param settings of the detectors; those that are switched off are left out
     * @param earlier asked when a run starts for those that it is compared with
     * @param live asked for what holds in place of the settings, from each change on
     */
    public DetectionEngine(
            List<Detector<?>> detectors, DetectorSettings settings, EarlierRuns earlier, OverrideLookup live) {
        this(detectors, settings, earlier, live, Judges.load());
    }

    /**
     * @param detectors from {@link Detectors#load}
     * @param settings of the detectors; those that are switched off are left out
     * @param earlier asked when a run starts for those that it is compared with
     * @param live asked for what holds in place of the settings, from each change on
     * @param judges who decide whether witnesses are believed
     */
    public DetectionEngine(
            List<Detector<?>> detectors,
            DetectorSettings settings,
            EarlierRuns earlier,
            OverrideLookup live,
            Judges judges) {
        slots = IntStream.range(0, detectors.size())
                .filter(place -> settings.enabled(detectors.get(place).spec().id()))
                .<DetectorSlot<?>>mapToObj(place -> slot(place, detectors.get(place), settings))
                .collect(Collectors.toUnmodifiableList());
        dispatcher = new DetectorDispatch(slots);
        silence = new RunTimeouts(slots);
        recorder = new RunRecorder(earlier);
        this.live = live;
        panel = new JudgePanel(judges, settings.falseAlarmRate());
    }

    private static <S> DetectorSlot<S> slot(int place, Detector<S> detector, DetectorSettings settings) {
        return new DetectorSlot<>(place, detector, settings.of(detector.spec().id()));
    }

    /**
     * Takes one record of the run.
     *
     * @param logTimeMillis time at which the log took the record, milliseconds since 1970-01-01 UTC; 0 without a time
     * @param alerts takes the transitions that the record causes, in order
     * @throws DetectorFailure when detectors threw; the record counts, and all others have seen it
     */
    public Admission observe(
            DetectionState state,
            DetectorStates states,
            Telemetry telemetry,
            long logTimeMillis,
            Consumer<Alert> alerts) {
        String malformed = RecordCheck.malformed(telemetry, state.runId);
        if (malformed != null) {
            state.refused++;
            return Admission.refused(malformed);
        }
        renewSettings(state, alerts);
        Origin origin = telemetry.getOrigin();
        long now = Math.max(logTimeMillis, state.lastRecordMillis);
        if (origin.getAttempt() > state.attempt) {
            begin(state, states, origin.getRunId(), origin.getAttempt(), now, alerts);
        }
        RankState known = state.ranks.get(origin.getRank());
        Admission admission = RecordCheck.admit(state, known, origin, mayTakeOver(state, states, known, origin, now));
        RunRecorder.count(state, admission);
        if (admission.kind() == Admission.Kind.ACCEPTED) {
            reportUnnoticedSilence(state, states, known, origin, now, alerts);
            RankState rank = rank(state, states, known, origin, now, alerts);
            long lastStep = rank.step;
            int carried = SignalBits.of(telemetry.getEvent(), now);
            EventContext context = new EventContext(state, origin.getRank(), now, carried);
            boolean backlogBefore = state.backlog;
            recorder.record(state, rank, telemetry, context);
            show(context, states, telemetry.getEvent(), lastStep, alerts);
            if (backlogBefore && !state.backlog) {
                AlertTransitions.publishStillFiring(state, Moment.of(state), alerts);
            }
            state.throwFailure();
        }
        return admission;
    }

    /** The time of the log has reached {@code nowMillis}: tells what silence there is, and ends what is expired. */
    public void onTime(DetectionState state, DetectorStates states, long nowMillis, Consumer<Alert> alerts) {
        if (state.lastRecordMillis <= 0) {
            return;
        }
        renewSettings(state, alerts);
        for (DetectorSlot<?> slot : state.ended ? List.<DetectorSlot<?>>of() : silence.timed()) {
            long due = silence.dueMillis(slot, state, states).orElse(Long.MAX_VALUE);
            if (due <= nowMillis) {
                state.silenceReported.add(slot.spec().id());
                // Somebody waited in vain: that is news, whatever came last.
                state.backlog = false;
                Moment moment = new Moment(state.lastStep, due);
                AlertTransitions.apply(state, slot, slot.silence(states, state, due), moment, alerts);
            }
        }
        if (expired(state, nowMillis)) {
            AlertTransitions.endAll(state, Resolution.RUN_ENDED, new Moment(state.lastStep, nowMillis), alerts);
        }
        state.throwFailure();
    }

    /**
     * Time of the log at which {@link #onTime} has something to do if no record comes first, milliseconds since
     * 1970-01-01 UTC; empty where the log has no time.
     */
    public OptionalLong nextWakeMillis(DetectionState state, DetectorStates states) {
        state.renew(live);
        return state.lastRecordMillis <= 0 ? OptionalLong.empty() : OptionalLong.of(silence.wakeMillis(state, states));
    }

    /** True if the states of the run can be forgotten; call {@link #onTime} first, which ends what is open. */
    public boolean expired(DetectionState state, long nowMillis) {
        return state.lastRecordMillis > 0 && nowMillis >= RunTimeouts.forgetMillis(state);
    }

    /** The detectors that lack what they need of this run so far. */
    public Abstentions abstaining(DetectionState state) {
        Map<String, Set<Signal>> missing = new TreeMap<>();
        for (DetectorSlot<?> slot : slots) {
            Set<Signal> lacking = SignalBits.missing(slot.spec(), state.signals);
            if (!lacking.isEmpty()) {
                missing.put(slot.spec().id(), lacking);
            }
        }
        return new Abstentions(missing);
    }

    /**
     * Reference for later runs, once the run ended well: the same however often its records are shown. Empty of a run
     * that goes on, did not finish, was ever alarmed on at severity warning or critical, trains on a single batch, or
     * sent no curve.
     */
    public Optional<RunReference> reference(DetectionState state) {
        return state.ended
                ? state.result.reference(state.runId, state.declared(), state.endedMillis)
                : Optional.empty();
    }

    /** Ends the alerts of detectors that were switched off. */
    private void renewSettings(DetectionState state, Consumer<Alert> alerts) {
        state.renew(live);
        if (state.settingsNew()) {
            for (String detector : state.overrides().disabled()) {
                AlertTransitions.switchOff(state, detector, Moment.of(state), alerts);
            }
        }
    }

    /** Begins an attempt; begins the present one anew where it is the same. */
    private static void begin(
            DetectionState state, DetectorStates states, String runId, int attempt, long now, Consumer<Alert> alerts) {
        AlertTransitions.endAll(state, Resolution.NEW_ATTEMPT, new Moment(state.lastStep, now), alerts);
        states.clear();
        state.begin(runId, attempt);
    }

    private boolean mayTakeOver(DetectionState state, DetectorStates states, RankState rank, Origin origin, long now) {
        if (rank == null || rank.session == origin.getSession()) {
            return false;
        }
        boolean quiet =
                rank.lastRecordMillis > 0 && now - rank.lastRecordMillis >= silence.patienceMillis(state, states);
        return rank.ended || quiet;
    }

    /**
     * A timer can be slower than the next record. What it would have told is told here, at the time at which it was
     * due, so that a replay says the same; unless the agent's own clock shows that the record was only late.
     */
    private void reportUnnoticedSilence(
            DetectionState state,
            DetectorStates states,
            RankState rank,
            Origin origin,
            long now,
            Consumer<Alert> alerts) {
        if (rank == null || state.ended || now <= state.lastRecordMillis) {
            return;
        }
        long gap = origin.getTimestampMillis() - rank.lastEventMillis;
        if (gap >= RunTimeouts.SHORTEST_MILLIS && gap >= silence.patienceMillis(state, states)) {
            onTime(state, states, now, alerts);
        }
    }

    /** The rank of a record that counts, after what its session means for the run. */
    private static RankState rank(
            DetectionState state,
            DetectorStates states,
            RankState rank,
            Origin origin,
            long now,
            Consumer<Alert> alerts) {
        if (rank != null && rank.session == origin.getSession()) {
            return rank;
        }
        if (rank != null && (state.ended || origin.getRank() == state.speaker)) {
            if (state.ended) {
                state.ranks.clear();
                state.speaker = -1;
            }
            begin(state, states, state.runId, state.attempt, now, alerts);
        }
        RankState taken = new RankState();
        taken.session = origin.getSession();
        state.ranks.put(origin.getRank(), taken);
        state.speaker = state.speaker < 0 ? origin.getRank() : Math.min(state.speaker, origin.getRank());
        return taken;
    }

    private void show(
            EventContext context, DetectorStates states, Object event, long lastStep, Consumer<Alert> alerts) {
        DetectionState state = context.state();
        boolean speaks = context.rank() == state.speaker;
        if (event instanceof Step step) {
            showStep(context, states, step, lastStep, alerts);
        } else if (event instanceof RunEnded) {
            showEnd(context, states, event, speaks, alerts);
        } else if (!state.ended) {
            dispatch(context, states, event, speaks, Moment.of(state), alerts);
        }
    }

    /**
     * The end itself shows that some failures are gone, such as a silence; what is then still open ends with the run.
     */
    private void showEnd(
            EventContext context, DetectorStates states, Object event, boolean speaks, Consumer<Alert> alerts) {
        DetectionState state = context.state();
        Moment moment = Moment.of(state);
        boolean ends = speaks && !state.ended;
        if (ends) {
            state.ended = true;
            state.endedMillis = state.lastRecordMillis;
        }
        Map<DetectorSlot<?>, Verdict> verdicts = new LinkedHashMap<>();
        for (DetectorSlot<?> slot : dispatcher.of(event, context.carried(), speaks)) {
            if (!slot.off(state)) {
                verdicts.put(slot, slot.observe(states, event, context));
            }
        }
        if (ends) {
            verdicts.forEach((slot, verdict) -> {
                if (verdict instanceof Verdict.Cleared) {
                    AlertTransitions.clear(state, slot.spec().id(), moment, alerts);
                }
            });
            Outcome outcome = ((RunEnded) event).getOutcome();
            AlertTransitions.endAll(state, Resolution.RUN_ENDED, moment, alert -> {
                alert.setOutcome(outcome);
                alerts.accept(alert);
            });
        }
        verdicts.forEach((slot, verdict) -> AlertTransitions.apply(state, slot, verdict, moment, alerts));
    }

    private void showStep(
            EventContext context, DetectorStates states, Step event, long lastStep, Consumer<Alert> alerts) {
        DetectionState state = context.state();
        long step = event.getStep();
        boolean speaks = context.rank() == state.speaker;
        boolean back = step < lastStep - 1;
        if (state.ended || (step <= lastStep && !back)) {
            return;
        }
        if (back && speaks) {
            begin(state, states, state.runId, state.attempt, state.lastRecordMillis, alerts);
        }
        boolean news = speaks && step > state.lastStep;
        Moment moment = new Moment(Math.max(step, state.lastStep), state.lastRecordMillis);
        dispatch(context, states, event, news, moment, alerts);
        if (news) {
            state.lastStep = step;
        }
    }

    private void dispatch(
            EventContext context,
            DetectorStates states,
            Object event,
            boolean speaks,
            Moment moment,
            Consumer<Alert> alerts) {
        DetectionState state = context.state();
        if (speaks && event instanceof Step step) {
            state.curves.take(step);
            state.result.take(step);
        } else if (speaks && event instanceof Evaluation evaluation) {
            state.curves.take(evaluation);
            state.result.take(evaluation);
        }
        if (speaks && (event instanceof Step || event instanceof Evaluation) && panel.look(state)) {
            AlertTransitions.publishHeld(state, moment, alerts);
        }
        for (DetectorSlot<?> slot : dispatcher.of(event, context.carried(), speaks)) {
            if (!slot.off(state)) {
                AlertTransitions.apply(state, slot, slot.observe(states, event, context), moment, alerts);
            }
        }
    }
}
