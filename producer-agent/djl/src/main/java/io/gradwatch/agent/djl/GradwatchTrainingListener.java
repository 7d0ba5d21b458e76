package io.gradwatch.agent.djl;

import ai.djl.ndarray.NDList;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.agent.listener.Guard;
import io.gradwatch.agent.listener.GuardedPart;
import io.gradwatch.agent.listener.ListenedRun;
import io.gradwatch.agent.listener.Training;
import java.lang.System.Logger.Level;

/**
 * Streams the training of one DJL trainer to Gradwatch:
 *
 * <pre>{@code
 * config.addTrainingListeners(new GradwatchTrainingListener("digits", "mlp-1"));
 * }</pre>
 *
 * <p>The first batch starts the run and describes it by the trainer. A batch is a step. It tells the loss, batch size,
 * shapes, epoch, and the time from batch to batch; and, as often as {@link TrainingListenerSettings} say, the norms of
 * parameters and gradient, the trainer's evaluators on the batch, and statistics of every parameter and gradient. The
 * gradient is the one between the backward pass and {@code Trainer.step}, before any clipping of the optimizer.
 * Parameters are those before the step. The batches of a validation become one evaluation.
 *
 * <p>The trainer shows neither its optimizer nor the learning rate: see {@link TrainingListenerSettings#withOptimizer}.
 * On several devices the gradient is absent.
 *
 * <p>A trainer that is closed after a whole epoch ends the run as finished; in the middle of one, as stopped, because
 * DJL does not tell an exception from the end. {@link #watch} does.
 *
 * <p>Nothing in here throws into training. A part that fails is logged once and rests; the others go on. One listener
 * watches one trainer and ignores others. Not thread-safe: it works on the training thread.
 */
public final class GradwatchTrainingListener implements TrainingListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GradwatchTrainingListener.class.getName());

    private final Guard guard = new Guard(GradwatchTrainingListener.class);
    private final TrainingListenerSettings settings;
    private final ListenedRun run;
    private Trainer watched;
    private TrainerWatch watch;
    private boolean ignoredOne;

    /**
     * Starts a run with the first batch, connected as the environment variables of the agent say.
     *
     * @param project that the run belongs to
     * @param name what people call the run
     */
    public GradwatchTrainingListener(String project, String name) {
        this(
                RunDescription.builder().project(project).name(name).build(),
                AgentSettings.fromEnvironment(),
                TrainingListenerSettings.defaults());
    }

    /**
     * Starts a run with the first batch.
     *
     * @param description of the run; what it leaves open is read from the trainer
     */
    public GradwatchTrainingListener(
            RunDescription description, AgentSettings agentSettings, TrainingListenerSettings settings) {
        this.run = new ListenedRun(guard, description, agentSettings);
        this.settings = settings;
    }

    /** Records the steps of a run that was started elsewhere. Its owner ends it, unless {@link #watch} does. */
    public GradwatchTrainingListener(TrainingRun run, TrainingListenerSettings settings) {
        this.settings = settings;
        this.run = new ListenedRun(guard, run);
    }

    /**
     * Trains, then tells how it ended: finished, or failed with the exception, which is thrown on.
     *
     * <pre>{@code
     * listener.watch(() -> EasyTrain.fit(trainer, 10, training, validation));
     * }</pre>
     */
    public <E extends Exception> void watch(Training<E> training) throws E {
        run.watch(training);
    }

    /** Tells that training failed, and of what. Later calls have no effect. */
    public void fail(Throwable failure) {
        run.fail(failure);
    }

    /**
     * Ends the run, if this listener started it: as finished, unless its end was told before. Waits until Kafka has
     * everything, at most for the close timeout of the agent's settings.
     */
    @Override
    public void close() {
        run.close();
    }

    @Override
    public void onTrainingBegin(Trainer trainer) {
        // The model is not initialised yet.
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        if (watches(trainer, batchData)) {
            guard.run(GuardedPart.STEP, () -> watch.trained(batchData));
        }
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batchData) {
        if (watch != null && watched == trainer) {
            watch.validated(batchData);
        }
    }

    @Override
    public void onEpoch(Trainer trainer) {
        if (watch != null && watched == trainer) {
            watch.epochDone();
        }
    }

    @Override
    public void onTrainingEnd(Trainer trainer) {
        if (watch == null || watched != trainer) {
            return;
        }
        watch.recordValidation();
        if (run.isOwn()) {
            run.end(watch.epochUnderWay() ? TrainingRun::stop : TrainingRun::finish);
            close();
        }
    }

    private boolean watches(Trainer trainer, BatchData batch) {
        if (watched == null) {
            watched = trainer;
            guard.run(GuardedPart.START, () -> start(trainer, batch));
        }
        if (watched != trainer && !ignoredOne) {
            ignoredOne = true;
            guard.run(
                    GuardedPart.START,
                    () -> LOG.log(Level.INFO, "A second trainer is not watched: give each its own listener."));
        }
        return watched == trainer && watch != null;
    }

    private void start(Trainer trainer, BatchData batch) {
        NDList predictions =
                batch.getPredictions().values().stream().findFirst().orElse(null);
        TrainingRun started =
                run.started(description -> ModelDescription.complete(description, trainer, predictions, settings));
        watch = new TrainerWatch(trainer, started, settings, guard);
    }
}
