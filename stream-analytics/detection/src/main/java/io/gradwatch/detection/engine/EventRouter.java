package io.gradwatch.detection.engine;

import io.gradwatch.detection.engine.alert.AlertTransitions;
import io.gradwatch.detection.engine.alert.AlertTransitions.Moment;
import io.gradwatch.detection.engine.slot.DetectorDispatch;
import io.gradwatch.detection.engine.slot.DetectorSlot;
import io.gradwatch.detection.engine.slot.EventContext;
import io.gradwatch.detection.engine.slot.SignalBits;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.judge.Judgement;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.sketch.Features;
import io.gradwatch.detection.sketch.RunSketch;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Shows events to the curves of a run, the judges and the detectors, and publishes their verdicts. */
final class EventRouter {

    private final DetectorDispatch dispatcher;
    private final Judges judges;
    private final double bar;

    /** @param falseAlarmRate share of the healthy runs on which the judges may ever alarm, 0 to 1 */
    EventRouter(List<DetectorSlot<?>> slots, Judges judges, double falseAlarmRate) {
        dispatcher = new DetectorDispatch(slots);
        this.judges = judges;
        bar = judges.bars().of(falseAlarmRate);
    }

    /**
     * Shows an event of a record that counts.
     *
     * @param lastStep of its rank before the event
     */
    void show(EventContext context, DetectorStates states, Object event, long lastStep, Consumer<Alert> alerts) {
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
        if (ends && ((RunEnded) event).getOutcome() == Outcome.FINISHED) {
            conclude(state);
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
            AttemptChanges.begin(state, states, state.runId, state.attempt, state.lastRecordMillis, alerts);
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
        if (speaks && (event instanceof Step || event instanceof Evaluation) && look(state)) {
            AlertTransitions.publishHeld(state, moment, alerts);
        }
        for (DetectorSlot<?> slot : dispatcher.of(event, context.carried(), speaks)) {
            if (!slot.off(state)) {
                AlertTransitions.apply(state, slot, slot.observe(states, event, context), moment, alerts);
            }
        }
    }

    /** The last word of the judges, without an event that says that the run ended. */
    void conclude(DetectionState state, DetectorStates states, Consumer<Alert> alerts) {
        conclude(state);
        RunEnded ended = new RunEnded(Outcome.FINISHED, null, null, state.lastStep, 0L);
        EventContext context = new EventContext(state, state.speaker, state.lastRecordMillis, SignalBits.of(ended, 0));
        for (DetectorSlot<?> slot : dispatcher.of(ended, context.carried(), true)) {
            if (slot.spec().role() == Role.JUDGE && !slot.off(state)) {
                AlertTransitions.apply(state, slot, slot.observe(states, ended, context), Moment.of(state), alerts);
            }
        }
    }

    /** Gives the judges the last word on a run of which nothing was told. */
    private void conclude(DetectionState state) {
        if (!state.result.alarmed && judges.conclude(state.judgement)) {
            state.judgement.looks++;
        }
    }

    /** Lets the judges look at a run where it is time to; true where they looked. */
    private boolean look(DetectionState state) {
        RunSketch sketch = state.curves.sketch;
        if (!sketch.due) {
            return false;
        }
        Judgement judgement = state.judgement;
        float[] inputs = Judges.inputs();
        Features.of(sketch, inputs);
        judges.look(inputs, judgement);
        judgement.bar = bar;
        judgement.looks++;
        return true;
    }
}
