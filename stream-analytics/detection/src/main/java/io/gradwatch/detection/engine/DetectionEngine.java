package io.gradwatch.detection.engine;

import io.gradwatch.detection.engine.alert.AlertTransitions;
import io.gradwatch.detection.engine.alert.AlertTransitions.Moment;
import io.gradwatch.detection.engine.reference.EarlierRuns;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.settings.OverrideLookup;
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
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.RunReference;
import io.gradwatch.schema.Telemetry;
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
 *   <li><b>AttemptChanges.</b> A higher attempt begins with new detector states and ends what is open; records of lower
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
    private final EventRouter router;
    private final RunTimeouts timeouts;
    private final RunRecorder recorder;
    private final OverrideLookup live;

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
        router = new EventRouter(slots, judges, settings.falseAlarmRate());
        timeouts = new RunTimeouts(slots);
        recorder = new RunRecorder(earlier);
        this.live = live;
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
            AttemptChanges.begin(state, states, origin.getRunId(), origin.getAttempt(), now, alerts);
        }
        RankState known = state.ranks.get(origin.getRank());
        Admission admission = RecordCheck.admit(state, known, origin, isSilent(state, states, known, origin, now));
        RunRecorder.count(state, admission);
        if (admission.kind() == Admission.Kind.ACCEPTED) {
            reportUnnoticedSilence(state, states, known, origin, now, alerts);
            RankState rank = AttemptChanges.rank(state, states, known, origin, now, alerts);
            long lastStep = rank.step;
            int carried = SignalBits.of(telemetry.getEvent(), now);
            EventContext context = new EventContext(state, origin.getRank(), now, carried);
            boolean backlogBefore = state.backlog;
            recorder.record(state, rank, telemetry, context);
            router.show(context, states, telemetry.getEvent(), lastStep, alerts);
            if (backlogBefore && !state.backlog) {
                AlertTransitions.publishStillFiring(state, Moment.of(state), alerts);
            }
            state.throwFailure();
        }
        return admission;
    }

    /**
     * The log of a run is over, and does not say how the run ended: what fires at the end of a run that finished fires
     * now, so far as the judges tell it.
     */
    public void onEndOfLog(DetectionState state, DetectorStates states, Consumer<Alert> alerts) {
        if (!state.ended) {
            router.conclude(state, states, alerts);
            state.throwFailure();
        }
    }

    /** The time of the log has reached {@code nowMillis}: reports a silence, and ends what is expired. */
    public void onTime(DetectionState state, DetectorStates states, long nowMillis, Consumer<Alert> alerts) {
        if (state.lastRecordMillis <= 0) {
            return;
        }
        renewSettings(state, alerts);
        for (DetectorSlot<?> slot : state.ended ? List.<DetectorSlot<?>>of() : timeouts.timed()) {
            long due = timeouts.dueMillis(slot, state, states).orElse(Long.MAX_VALUE);
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
        return state.lastRecordMillis <= 0 ? OptionalLong.empty() : OptionalLong.of(timeouts.wakeMillis(state, states));
    }

    /** True if the states of the run can be forgotten; call {@link #onTime} first, which ends what is open. */
    public boolean expired(DetectionState state, long nowMillis) {
        return state.lastRecordMillis > 0 && nowMillis >= RunTimeouts.forgetMillis(state);
    }

    /**
     * Detectors that cannot judge the run, because it has not sent what they need: by id, in order, the signals that
     * the easiest of their needs still lacks.
     */
    public Map<String, Set<Signal>> abstaining(DetectionState state) {
        Map<String, Set<Signal>> missing = new TreeMap<>();
        for (DetectorSlot<?> slot : slots) {
            Set<Signal> lacking = SignalBits.missing(slot.spec(), state.signals);
            if (!lacking.isEmpty()) {
                missing.put(slot.spec().id(), lacking);
            }
        }
        return missing;
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

    /** True if another session may take the rank over: its own sent nothing for longer than its patience. */
    private boolean isSilent(DetectionState state, DetectorStates states, RankState rank, Origin origin, long now) {
        if (rank == null || rank.session == origin.getSession()) {
            return false;
        }
        return rank.lastRecordMillis > 0 && now - rank.lastRecordMillis >= timeouts.patienceMillis(state, states);
    }

    /**
     * A timer can be slower than the next record. What it would have reported is reported here, at the time at which it
     * was due, so that a replay says the same; unless the agent's own clock shows that the record was only late.
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
        if (gap >= RunTimeouts.SHORTEST_MILLIS && gap >= timeouts.patienceMillis(state, states)) {
            onTime(state, states, now, alerts);
        }
    }
}
