package io.gradwatch.agent.gateway.mlflow;

import io.gradwatch.agent.relay.Relay;
import io.gradwatch.agent.relay.RelayedSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The runs and experiments of MLflow clients. Calls come from any thread and are carried out by the thread that owns
 * the relay.
 */
public final class MlflowRuns {
    static final String DEFAULT_EXPERIMENT = "0";

    private static final System.Logger LOG = System.getLogger(MlflowRuns.class.getName());

    private static final int MOST_RUNS = 1_024;
    private static final int MOST_EXPERIMENTS = 10_000;
    private static final int MOST_PARAMS = 1_000;
    private static final long PATIENCE_SECONDS = 10;
    /** A client that says nothing for longer is not said to live any more. */
    private static final long LONGEST_SILENCE_NANOS = Duration.ofHours(1).toNanos();

    private static final long TIDY_NANOS = Duration.ofHours(1).toNanos();

    private final Relay relay;
    private final StateFolder folder;
    private final Executor owner;
    private final Map<String, MlflowRun> open = new LinkedHashMap<>();
    private long tidyNanos = System.nanoTime();
    /** Names of experiments by their ids. */
    private final Map<String, String> experiments;

    /**
     * @param relay carries the records; belongs to the thread that calls {@link #work}
     * @param folder of the state that survives a restart
     * @param owner has that thread do something soon
     */
    public MlflowRuns(Relay relay, StateFolder folder, Executor owner) {
        this.relay = relay;
        this.folder = folder;
        this.owner = owner;
        this.experiments = this.folder.experiments();
        experiments.putIfAbsent(DEFAULT_EXPERIMENT, "Default");
    }

    /** Sends what was gathered for long enough. */
    public void work(long nowNanos) {
        for (MlflowRun run : List.copyOf(open.values())) {
            run.work(nowNanos);
            if (run.silentNanos(nowNanos) >= LONGEST_SILENCE_NANOS) {
                close(run);
                // No client waits for an answer, after which it would be written.
                folder.writeWaiting();
            }
        }
        if (nowNanos - tidyNanos >= 0) {
            tidyNanos = nowNanos + TIDY_NANOS;
            folder.forgetOld(open.keySet());
        }
    }

    /** Hands everything that was gathered to the relay: the agent ends, and clients go on with the next one. */
    public void leave() {
        work(System.nanoTime());
        open.values().forEach(MlflowRun::flush);
        folder.writeWaiting();
    }

    /** Has the owning thread do it, and waits. */
    <T> T call(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        owner.execute(task);
        try {
            T answer = task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            // A client that has its answer finds what it said after a restart of the agent.
            folder.writeWaiting();
            return answer;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MlflowException told
                    ? told
                    : MlflowException.internal("the agent met an error: " + e.getCause());
        } catch (TimeoutException e) {
            throw MlflowException.internal("the agent is busy");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MlflowException.internal("the agent ends");
        }
    }

    String createExperiment(String name) {
        MlflowBounds.checkKey(name, "experiment");
        if (experiments.containsValue(name)) {
            throw MlflowException.exists("the experiment '" + name + "' is there already");
        }
        if (experiments.size() >= MOST_EXPERIMENTS) {
            throw MlflowException.tooMuch("there are " + MOST_EXPERIMENTS + " experiments, the most allowed");
        }
        long hash =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        String id = Long.toUnsignedString(hash);
        experiments.put(id, name);
        folder.saveSoon(experiments);
        return id;
    }

    /** Name of an experiment. */
    String experiment(String id) {
        String name = experiments.get(id);
        if (name == null) {
            throw MlflowException.absent("no experiment has the id '" + id + "'");
        }
        return name;
    }

    String experimentNamed(String name) {
        return experiments.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> MlflowException.absent("no experiment is named '" + name + "'"));
    }

    MlflowRunState createRun(String experimentId, String name, long startMillis, Map<String, String> tags) {
        experiment(experimentId);
        MlflowBounds.checkKey(name, "run");
        MlflowBounds.check(tags, "tag", MlflowBounds.MOST_OF_TAG);
        checkRoom(0, Map.of(), tags);
        MlflowRunState state = new MlflowRunState();
        state.runId = UUID.randomUUID().toString().replace("-", "");
        state.experimentId = experimentId;
        state.name = name.isEmpty() ? tags.getOrDefault("mlflow.runName", state.runId) : name;
        state.startMillis = startMillis;
        state.add(Map.of(), tags);
        state.session = newSession();
        return begin(state).state();
    }

    private static long newSession() {
        return ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    }

    private MlflowRun begin(MlflowRunState state) {
        if (open.size() >= MOST_RUNS) {
            throw MlflowException.tooMuch(MOST_RUNS + " runs are under way, the most allowed");
        }
        checkRoomOfAll(state.size());
        RelayedSession session = relay.session(state.session, state.runId, 0, state.attempt);
        MlflowRun run = new MlflowRun(state, session, folder, experiment(state.experimentId));
        open.put(state.runId, run);
        folder.saveSoon(state);
        return run;
    }

    /** State of a run, under way or not. */
    MlflowRunState state(String runId) {
        MlflowRun run = open.get(runId);
        return run != null
                ? run.state()
                : folder.run(runId).orElseThrow(() -> MlflowException.absent("no run has the id '" + runId + "'"));
    }

    /** The run, which goes on here if it went on before a restart. */
    private MlflowRun running(String runId) {
        MlflowRun run = open.get(runId);
        if (run == null) {
            MlflowRunState state = state(runId);
            if (!state.isRunning()) {
                throw MlflowException.invalid("the run '" + runId + "' has ended: " + state.status);
            }
            run = begin(state);
        }
        run.spoken();
        return run;
    }

    /** A value of a metric. */
    record Metric(String key, double value, long step, long millis) {}

    void log(String runId, List<Metric> metrics, Map<String, String> params, Map<String, String> tags) {
        MlflowBounds.check(metrics);
        MlflowBounds.check(params, "param", MlflowBounds.MOST_OF_PARAM);
        MlflowBounds.check(tags, "tag", MlflowBounds.MOST_OF_TAG);
        MlflowRun run = running(runId);
        MlflowRunState state = run.state();
        if (state.params.size() + params.size() > MOST_PARAMS || state.tags.size() + tags.size() > MOST_PARAMS) {
            throw MlflowException.tooMuch("a run has at most " + MOST_PARAMS + " params and as many tags");
        }
        checkRoom(state.size(), params, tags);
        if (state.params.entrySet().stream()
                .anyMatch(param -> !param.getValue().equals(params.getOrDefault(param.getKey(), param.getValue())))) {
            throw MlflowException.invalid("a param that was logged before cannot change");
        }
        if (!params.isEmpty() || !tags.isEmpty()) {
            state.add(params, tags);
            state.name = tags.getOrDefault("mlflow.runName", state.name);
            run.changed();
            folder.saveSoon(state);
        }
        metrics.forEach(metric -> run.metric(metric.key(), metric.value(), metric.step(), metric.millis()));
    }

    /** Values said again count twice here, which is of no weight: clients say it once. */
    private void checkRoom(int before, Map<String, String> params, Map<String, String> tags) {
        int more = MlflowBounds.size(params) + MlflowBounds.size(tags);
        if (more > 0 && before + more > MlflowBounds.MOST_OF_RUN) {
            throw MlflowException.tooMuch(
                    "the params and tags of a run have at most " + MlflowBounds.MOST_OF_RUN + " characters together");
        }
        if (more > 0) {
            checkRoomOfAll(more);
        }
    }

    private void checkRoomOfAll(int more) {
        long all = open.values().stream().mapToLong(run -> run.state().size()).sum();
        if (all + more > MlflowBounds.MOST_OF_ALL) {
            throw MlflowException.tooMuch("the params and tags of all runs that are under way have at most "
                    + MlflowBounds.MOST_OF_ALL + " characters together; runs that have ended count no more");
        }
    }

    /** A client ends a run, renames it, or takes it up again, which is its next attempt. */
    MlflowRunState update(String runId, String status, String name, long endMillis) {
        MlflowBounds.checkKey(name, "run");
        MlflowRunState state = state(runId);
        if (!name.isEmpty()) {
            state.name = name;
        }
        if (status.isEmpty() || state.status.equals(status)) {
            folder.saveSoon(state);
        } else if (status.equals("RUNNING") || status.equals("SCHEDULED")) {
            resume(state);
        } else {
            MlflowRun run = running(runId);
            run.end(status);
            state = run.state();
            state.status = status;
            state.endMillis = endMillis;
            close(run);
        }
        return state;
    }

    private void resume(MlflowRunState state) {
        state.status = "RUNNING";
        state.attempt++;
        state.session = newSession();
        state.reserved = 0;
        begin(state);
    }

    private void close(MlflowRun run) {
        run.flush();
        open.remove(run.state().runId);
        folder.saveSoon(run.state());
        relay.end(run.session());
    }
}
