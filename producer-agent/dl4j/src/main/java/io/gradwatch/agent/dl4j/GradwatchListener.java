package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.StepRecorder;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.agent.dl4j.network.Network;
import io.gradwatch.agent.listener.Guard;
import io.gradwatch.agent.listener.GuardedPart;
import io.gradwatch.agent.listener.ListenedRun;
import io.gradwatch.agent.listener.Training;
import java.io.File;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Streams the training of one DL4J network to Gradwatch:
 *
 * <pre>{@code
 * network.setListeners(new GradwatchListener("digits", "mlp-1"));
 * }</pre>
 *
 * <p>The first step starts the run and describes it by the network's configuration. Every step then tells
 *
 * <ul>
 *   <li>the loss: DL4J's score, the mean over the minibatch (the sum where {@code miniBatch(false)} is configured)
 *       <em>with</em> L1, L2 and weight-decay terms;
 *   <li>the gradient norm: of the gradient of the mean loss without the regularization terms, before clipping. DL4J
 *       hands out the sum over the minibatch; it is divided by the batch size here;
 *   <li>the norm of the parameters at which loss and gradient were computed, and the update that the updater made of
 *       the gradient, with clipping, regularization and learning rate, as a ratio to it. Frozen layers and the running
 *       statistics of batch normalization are not trained and stay out of all norms;
 *   <li>the learning rate of the first trained layer, batch size, epoch, the time from the end of one step to the end
 *       of the next, the part of it that {@code fit} waited for its iterator (absent where the job fetches its
 *       minibatches itself), and the memory of the process;
 *   <li>the shape of the labels, where the network is a {@code MultiLayerNetwork}, and that it is in training mode;
 *   <li>at every tenth step, {@link ListenerSettings} permitting, statistics of every tensor.
 * </ul>
 *
 * <p>With truncated back-propagation through time a step is one segment of the sequence, as DL4J counts it.
 *
 * <p>DL4J does not tell a listener that training ended: call {@link #close}, or train inside {@link #watch}, which
 * tells of exceptions too. A run that ends without either falls silent, and is taken for lost.
 *
 * <p>Nothing in here throws into training. A part that fails is logged once and rests; the others go on. Attach one
 * listener to one network; a second network is ignored. Not thread-safe: it works on the training thread, which copies
 * the tensors of a step; a thread beside it computes their statistics.
 */
public final class GradwatchListener extends BaseTrainingListener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GradwatchListener.class.getName());

    private final Guard guard = new Guard(GradwatchListener.class);
    private final StatisticsThread statistics;
    private final ListenerSettings settings;
    private final ListenedRun run;
    private LongFunction<StepRecorder> steps;
    private CheckpointFolder checkpoints;
    private Model watched;
    private NetworkWatch watch;
    private boolean ignoredOneModel;

    /**
     * Starts a run with the first step, connected as the environment variables of the agent say.
     *
     * @param project that the run belongs to
     * @param name what people call the run
     */
    public GradwatchListener(String project, String name) {
        this(
                RunDescription.builder().project(project).name(name).build(),
                AgentSettings.fromEnvironment(),
                ListenerSettings.defaults());
    }

    /**
     * Starts a run with the first step.
     *
     * @param description of the run; what it leaves open is read from the network
     */
    public GradwatchListener(RunDescription description, AgentSettings agentSettings, ListenerSettings settings) {
        this.run = new ListenedRun(guard, description, agentSettings);
        this.settings = settings;
        this.statistics = new StatisticsThread();
    }

    /** Records the steps of a run that was started elsewhere. Its owner ends it, unless {@link #watch} does. */
    public GradwatchListener(TrainingRun run) {
        this(run, ListenerSettings.defaults());
    }

    /**
     * Records the steps of a run that was started elsewhere. Its owner ends it, unless {@link #watch} does, and
     * describes it by {@link NetworkDescription#complete}.
     */
    public GradwatchListener(TrainingRun run, ListenerSettings settings) {
        this(run::step, run, settings, new StatisticsThread());
    }

    /** Records to {@code steps} alone. */
    GradwatchListener(LongFunction<StepRecorder> steps, ListenerSettings settings, StatisticsThread statistics) {
        this(steps, null, settings, statistics);
    }

    private GradwatchListener(
            LongFunction<StepRecorder> steps, TrainingRun run, ListenerSettings settings, StatisticsThread statistics) {
        this.statistics = statistics;
        this.steps = steps;
        this.run = new ListenedRun(guard, run);
        this.settings = settings;
    }

    /**
     * Tells the checkpoints that DL4J's {@code CheckpointListener} saves into a folder, so that an alert names the last
     * good one.
     *
     * <pre>{@code
     * network.setListeners(
     *         new GradwatchListener("digits", "mlp-1").withCheckpointsOf(folder),
     *         new CheckpointListener.Builder(folder).saveEveryNIterations(1000).build());
     * }</pre>
     *
     * @return this
     */
    public GradwatchListener withCheckpointsOf(File folder) {
        guard.run(GuardedPart.CHECKPOINTS, () -> checkpoints = new CheckpointFolder(folder));
        return this;
    }

    private void lookForCheckpoint() {
        if (checkpoints != null) {
            run.tell(GuardedPart.CHECKPOINTS, checkpoints::look);
        }
    }

    /**
     * Trains, then tells how it ended: finished, or failed with the exception, which is thrown on.
     *
     * <pre>{@code
     * listener.watch(() -> network.fit(iterator, 10));
     * }</pre>
     */
    public <E extends Exception> void watch(Training<E> training) throws E {
        run.watch(() -> {
            training.run();
            lookForCheckpoint();
        });
    }

    /** Tells that training failed, and of what. Later calls have no effect. */
    public void fail(Throwable failure) {
        run.fail(failure);
    }

    /**
     * Ends the run, if this listener started it: as finished, unless {@link #fail} told otherwise. Waits until Kafka
     * has everything, at most for the close timeout of the agent's settings.
     */
    @Override
    public void close() {
        lookForCheckpoint();
        run.close();
    }

    /**
     * Steps that should have had statistics of their tensors but went without, because those of earlier steps were
     * still computed beside training. A longer interval of the tensors, or a free core, avoids it.
     */
    public long stepsWithoutTensors() {
        return statistics.skipped();
    }

    @Override
    public void onEpochStart(Model model) {
        if (watches(model)) {
            watch.insideIterator(true);
        }
    }

    @Override
    public void onEpochEnd(Model model) {
        if (watches(model)) {
            watch.insideIterator(false);
        }
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        if (watches(model)) {
            watch.forward(activations);
        }
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        if (watches(model)) {
            watch.forward(activations);
        }
    }

    @Override
    public void onGradientCalculation(Model model) {
        if (watches(model)) {
            watch.gradient(model);
        }
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        if (watches(model)) {
            watch.done(model, iteration, epoch);
            // Behind the step, which says nothing of what was saved after it.
            lookForCheckpoint();
        }
    }

    private boolean watches(Model model) {
        if (watched == null && (model instanceof MultiLayerNetwork || model instanceof ComputationGraph)) {
            watched = model;
            guard.run(GuardedPart.START, () -> start(model));
        }
        if (watched != model && !ignoredOneModel) {
            ignoredOneModel = true;
            guard.run(
                    GuardedPart.START,
                    () -> LOG.log(
                            Level.INFO,
                            "This listener does not watch the {0} that trains beside its own network, if it has one.",
                            model.getClass().getSimpleName()));
        }
        return watched == model && watch != null;
    }

    private void start(Model model) {
        if (steps == null) {
            steps = run.started(description -> NetworkDescription.complete(description, model))::step;
        }
        watch = new NetworkWatch(Network.of(model), steps, settings, guard, statistics);
    }
}
