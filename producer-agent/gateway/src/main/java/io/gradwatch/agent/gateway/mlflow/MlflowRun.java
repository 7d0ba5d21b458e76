package io.gradwatch.agent.gateway.mlflow;

import io.gradwatch.agent.relay.RelayedSession;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run under way: gathers what calls say of a step, and makes records of it. */
final class MlflowRun {
    /** Longest wait for further values of a step, and of the description. */
    private static final long GATHER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long NUMBERS_AT_ONCE = 1_000;

    private final MlflowRunState state;
    private final RelayedSession session;
    private final StateFolder folder;
    private final String project;
    private final Map<Split, Map<String, Double>> values = new EnumMap<>(Split.class);
    private long next;
    private long step = -1;
    private long lastStep = -1;
    private long stepMillis;
    private long gatheredNanos;
    private boolean described;
    private long changedNanos = System.nanoTime();
    private long heartbeatNanos = changedNanos;
    private long spokenNanos = changedNanos;

    MlflowRun(MlflowRunState state, RelayedSession session, StateFolder folder, String project) {
        this.state = state;
        this.session = session;
        this.folder = folder;
        this.project = project;
        this.next = Math.max(session.next(), state.reserved);
    }

    MlflowRunState state() {
        return state;
    }

    RelayedSession session() {
        return session;
    }

    /** The description has changed: it is sent when nothing more was added for a while, or before the next step. */
    void changed() {
        described = false;
        changedNanos = System.nanoTime();
    }

    void spoken() {
        spokenNanos = System.nanoTime();
    }

    long silentNanos(long now) {
        return now - spokenNanos;
    }

    void metric(String key, double value, long atStep, long millis) {
        if (key.startsWith("system/")) {
            // Counted in samples of its own, not in steps.
            return;
        }
        if (atStep != step) {
            flushStep();
            step = atStep;
            gatheredNanos = System.nanoTime();
        }
        stepMillis = millis;
        MetricNames.Meaning meaning = MetricNames.of(key);
        values.computeIfAbsent(meaning.split(), split -> new LinkedHashMap<>()).put(meaning.name(), value);
    }

    /** Time has passed. */
    void work(long now) {
        if (!described && now - changedNanos >= GATHER_NANOS) {
            describe();
        }
        if (!values.isEmpty() && now - gatheredNanos >= GATHER_NANOS) {
            flushStep();
        }
        if (now - heartbeatNanos >= HEARTBEAT_NANOS) {
            heartbeatNanos = now;
            describe();
            append(
                    System.currentTimeMillis(),
                    Heartbeat.newBuilder().setStep(lastStep).build());
        }
    }

    private void describe() {
        if (described) {
            return;
        }
        described = true;
        append(
                state.startMillis,
                RunStarted.newBuilder()
                        .setName(state.name)
                        .setProject(project)
                        .setOwner(state.tags.getOrDefault(MlflowTags.USER, ""))
                        .setHyperparameters(state.params)
                        .setTags(MlflowTags.words(state.tags))
                        .setNotes(state.tags.getOrDefault(MlflowTags.NOTES, ""))
                        .setGroup(state.tags.getOrDefault(MlflowTags.PARENT, ""))
                        .setMetrics(List.of())
                        .build());
    }

    private void flushStep() {
        if (values.isEmpty()) {
            return;
        }
        describe();
        Map<String, Double> training = values.remove(Split.TRAIN);
        if (training != null) {
            Step record = Step.newBuilder().setStep(step).build();
            training.forEach((name, value) -> MetricNames.put(record, name, value));
            lastStep = step;
            append(stepMillis, record);
        }
        for (Map.Entry<Split, Map<String, Double>> evaluated : List.copyOf(values.entrySet())) {
            append(stepMillis, evaluation(evaluated.getKey(), evaluated.getValue()));
        }
        values.clear();
    }

    private Evaluation evaluation(Split split, Map<String, Double> metrics) {
        Double loss = metrics.remove("loss");
        return Evaluation.newBuilder()
                .setStep(step)
                .setSplit(split)
                .setLoss(loss)
                .setEpoch(metrics.remove("epoch"))
                .setMetrics(metrics)
                .build();
    }

    /** The client says that it is over. */
    void end(String status) {
        flushStep();
        describe();
        Outcome outcome = switch (status) {
            case "FAILED" -> Outcome.FAILED;
            case "KILLED" -> Outcome.STOPPED;
            default -> Outcome.FINISHED;
        };
        append(
                System.currentTimeMillis(),
                RunEnded.newBuilder().setOutcome(outcome).setStep(lastStep).build());
    }

    /** Sends what was gathered: the agent ends. */
    void flush() {
        flushStep();
        describe();
    }

    private void append(long millis, Object event) {
        reserve();
        session.append(next, millis, event);
        next++;
    }

    /** Numbers are reserved on disk before they are used: after a kill none comes twice. */
    private void reserve() {
        if (next >= state.reserved) {
            state.reserved = next + NUMBERS_AT_ONCE;
            folder.save(state);
        }
    }
}
