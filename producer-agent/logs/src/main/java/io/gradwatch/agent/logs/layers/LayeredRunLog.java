package io.gradwatch.agent.logs.layers;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log with the statistics of its layers beside it, merged by step. The statistics of a step are told with the first
 * row that makes it; those of a step that the log does not have are told as a step of its own, in its place. What is
 * wrong with the statistics is told at the end of the log, so that nothing of the log is lost.
 */
public final class LayeredRunLog implements RunLog {

    private final RunLog log;
    private final LayerStatistics statistics;
    private final Deque<LogRow> waiting = new ArrayDeque<>();
    private final Telemetry started;
    private long reached = -1;
    private long row;
    private int attempt;
    private long sequence;
    private boolean ended;

    /**
     * Puts statistics beside a log.
     *
     * @param log is closed with this
     * @param layers CSV file with the columns {@code step, epoch, layer, activation, zero_frac, sat_frac, act_std,
     *     weight_norm, grad_norm}
     */
    public LayeredRunLog(RunLog log, Path layers) {
        this.log = log;
        this.statistics = LayerStatistics.of(layers);
        this.started = log.started();
        RunStarted run = (RunStarted) started.getEvent();
        if (run.getLayers().isEmpty()) {
            run.setLayers(statistics.layers());
        }
    }

    @Override
    public Telemetry started() {
        return started;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        if (waiting.isEmpty() && !ended) {
            Optional<LogRow> next = log.next();
            ended = next.isEmpty();
            if (ended) {
                addStepsBefore(Long.MAX_VALUE);
            } else {
                add(next.get());
            }
        }
        if (waiting.isEmpty() && statistics.problem().isPresent()) {
            throw statistics.problem().get();
        }
        return Optional.ofNullable(waiting.poll());
    }

    @Override
    public Optional<Understanding> understanding() {
        return log.understanding();
    }

    @Override
    public void close() {
        log.close();
    }

    private void add(LogRow next) {
        boolean makesStep = false;
        attempt = next.attempt();
        List<Object> events = new ArrayList<>();
        for (Telemetry telemetry : next.events()) {
            Object event = telemetry.getEvent();
            if (event instanceof Step step) {
                makesStep = true;
                addStepsBefore(step.getStep());
                statistics.take(step.getStep()).ifPresent(at -> step.setTensors(at.tensors()));
                reached = step.getStep();
            }
            events.add(event);
        }
        if (!makesStep) {
            addStepsBefore(next.step());
        }
        addRow(next, events);
    }

    private void addStepsBefore(long before) {
        for (long step : statistics.stepsBetween(reached, before)) {
            LayerStatistics.AtStep at = statistics.take(step).orElseThrow();
            addRow(
                    step,
                    List.of(Step.newBuilder()
                            .setStep(step)
                            .setEpoch(at.epoch())
                            .setMetrics(Map.of())
                            .setTensors(at.tensors())
                            .build()));
            reached = step;
        }
    }

    private void addRow(LogRow next, List<Object> events) {
        waiting.add(new LogRow(
                row++, next.step(), attempt, next.late(), told(events), next.timeMillis(), next.otherStep()));
    }

    private void addRow(long step, List<Object> events) {
        waiting.add(new LogRow(row++, step, attempt, told(events)));
    }

    private List<Telemetry> told(List<Object> events) {
        List<Telemetry> told = new ArrayList<>();
        for (Object event : events) {
            Origin origin = new Origin(started.getOrigin().getRunId(), attempt, 0, 0L, ++sequence, 0L, false);
            told.add(new Telemetry(origin, event));
        }
        return told;
    }
}
