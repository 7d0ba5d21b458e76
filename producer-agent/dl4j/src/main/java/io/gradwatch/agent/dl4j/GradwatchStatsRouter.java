package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.StepRecorder;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.agent.listener.Guard;
import io.gradwatch.agent.listener.GuardedPart;
import io.gradwatch.agent.listener.ListenedRun;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.function.LongFunction;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.core.storage.StorageMetaData;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.deeplearning4j.ui.model.stats.api.StatsReport;

/**
 * Streams what DL4J's own {@code StatsListener} reports to Gradwatch:
 *
 * <pre>{@code
 * network.setListeners(new StatsListener(new GradwatchStatsRouter("digits", "mlp-1"), 1));
 * }</pre>
 *
 * <p>The first report starts the run and describes it by the configuration in it. Every further one is a step: the
 * score as loss, learning rates, batch size, memory, the time between steps, statistics of parameters, gradients,
 * updates and activations, and their mean magnitudes as metrics {@code mean_magnitude/<kind>/<name>}. NaN and
 * infinities are sent as they are.
 *
 * <p>Reports hold no L2 norms. Where a report has mean, standard deviation and histogram of a tensor, as by default,
 * its norm follows from them, and from all tensors the norms of gradient and parameters and the update ratio; where it
 * does not, they are absent. The parameters are those after the step. Epochs, shapes, waiting for data, zeros among
 * others, and how many elements are not finite are not in the reports; {@link GradwatchListener} sees more, at less
 * cost.
 *
 * <p>One router takes one network's reports: those of the session and worker that come first. DL4J tells no end of
 * training: call {@link #close} or {@link #fail}; a JVM that exits without either ends the run as stopped.
 *
 * <p>Nothing in here throws into training. A part that fails is logged once and rests. Thread-safe.
 */
public final class GradwatchStatsRouter implements StatsStorageRouter, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GradwatchStatsRouter.class.getName());

    private final Guard guard = new Guard(GradwatchStatsRouter.class);
    private final ListenedRun run;
    private LongFunction<StepRecorder> steps;
    private StatsReportRecorder recorder;
    private String source;
    private boolean ignoredOne;

    /**
     * Starts a run with the first report, connected as the environment variables of the agent say.
     *
     * @param project that the run belongs to
     * @param name what people call the run
     */
    public GradwatchStatsRouter(String project, String name) {
        this(RunDescription.builder().project(project).name(name).build(), AgentSettings.fromEnvironment());
    }

    /**
     * Starts a run with the first report.
     *
     * @param description of the run; what it leaves open is read from the configuration of the network
     */
    public GradwatchStatsRouter(RunDescription description, AgentSettings agentSettings) {
        this.run = new ListenedRun(guard, description, agentSettings);
    }

    /** Records the steps of a run that was started elsewhere, whose owner ends it. */
    public GradwatchStatsRouter(TrainingRun run) {
        this(run::step, run);
    }

    /** Records to {@code steps} alone. */
    GradwatchStatsRouter(LongFunction<StepRecorder> steps) {
        this(steps, null);
    }

    private GradwatchStatsRouter(LongFunction<StepRecorder> steps, TrainingRun run) {
        this.run = new ListenedRun(guard, run);
        this.steps = steps;
    }

    /** Tells that training failed, and of what. Later calls have no effect. */
    public synchronized void fail(Throwable failure) {
        run.end(ended -> ended.fail(failure));
        close();
    }

    /**
     * Ends the run, if this router started it: as finished, unless {@link #fail} told otherwise. Waits until Kafka has
     * everything, at most for the close timeout of the agent's settings.
     */
    @Override
    public synchronized void close() {
        run.close();
    }

    /** Tells nothing of the training. */
    @Override
    public void putStorageMetaData(StorageMetaData storageMetaData) {}

    /** Tells nothing of the training. */
    @Override
    public void putStorageMetaData(Collection<? extends StorageMetaData> storageMetaData) {}

    /** Starts the run, if it is the first description of a network. */
    @Override
    public synchronized void putStaticInfo(Persistable staticInfo) {
        guard.run(GuardedPart.START, () -> {
            if (!(staticInfo instanceof StatsInitializationReport report)) {
                return;
            }
            if (report.hasModelInfo() && !ReportedNetwork.isNetwork(report)) {
                LOG.log(Level.INFO, "A layer that trains by itself is not watched: {0}.", report.getModelClassName());
            } else if (isOurs(report) && recorder == null) {
                start(report.hasModelInfo() ? read(report) : null);
            }
        });
    }

    /** Null where the configuration cannot be read, as with a layer of the job's own that Jackson does not know. */
    private static ReportedNetwork read(StatsInitializationReport report) {
        try {
            return ReportedNetwork.of(report);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The reported configuration cannot be read, the network is not described.", e);
            return null;
        }
    }

    /** Starts the run, if one is the first description of a network. */
    @Override
    public void putStaticInfo(Collection<? extends Persistable> staticInfo) {
        if (staticInfo != null) {
            staticInfo.forEach(this::putStaticInfo);
        }
    }

    /** Records a step. */
    @Override
    public synchronized void putUpdate(Persistable update) {
        guard.run(GuardedPart.STEP, () -> {
            if (update instanceof StatsReport report && recorder != null && isOurs(report)) {
                recorder.record(report);
            }
        });
    }

    /** Records steps. */
    @Override
    public void putUpdate(Collection<? extends Persistable> updates) {
        if (updates != null) {
            updates.forEach(this::putUpdate);
        }
    }

    private boolean isOurs(Persistable report) {
        String from = report.getSessionID() + " " + report.getWorkerID();
        if (source == null) {
            source = from;
        }
        if (!source.equals(from) && !ignoredOne) {
            ignoredOne = true;
            LOG.log(Level.INFO, "Reports of another session or worker are ignored: give each network its own router.");
        }
        return source.equals(from);
    }

    private void start(ReportedNetwork network) {
        if (steps == null) {
            steps = run.started(given -> network == null ? given : network.complete(given))::step;
        }
        recorder = new StatsReportRecorder(steps, guard, network);
    }
}
