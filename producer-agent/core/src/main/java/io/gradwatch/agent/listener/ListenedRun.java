package io.gradwatch.agent.listener;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The run that a listener records: its own, which starts with the first step, or one of the job, whose owner ends it.
 * Nothing here throws into training.
 */
public final class ListenedRun implements AutoCloseable {

    private final Guard guard;
    /** Null for a run of the job. */
    private final RunDescription description;

    private final AgentSettings settings;
    private TrainingRun run;

    /** A run of the listener, not started. */
    public ListenedRun(Guard guard, RunDescription description, AgentSettings settings) {
        this.guard = guard;
        this.description = description;
        this.settings = settings;
    }

    /** A run of the job; null for one that nobody ends. */
    public ListenedRun(Guard guard, TrainingRun run) {
        this(guard, null, null);
        this.run = run;
    }

    /** True for a run of the listener. */
    public boolean isOwn() {
        return description != null;
    }

    /** The run, which starts now unless it is there. */
    public TrainingRun started(UnaryOperator<RunDescription> completion) {
        if (run == null) {
            run = TrainingRun.start(completion.apply(description), settings);
        }
        return run;
    }

    /** Trains, then tells how it ended: finished, or failed with the exception, which is thrown on. */
    public <E extends Exception> void watch(Training<E> training) throws E {
        try {
            training.run();
        } catch (Throwable failure) {
            fail(failure);
            throw failure;
        }
        end(TrainingRun::finish);
        close();
    }

    /** Training failed; a run that has no step yet starts for it, which is worth telling. */
    public void fail(Throwable failure) {
        guard.run(GuardedPart.START, () -> {
            if (isOwn()) {
                started(UnaryOperator.identity());
            }
        });
        end(ended -> ended.fail(failure));
        close();
    }

    /** Ends the run in the given way, if it has started. */
    public void end(Consumer<TrainingRun> way) {
        tell(GuardedPart.END, way);
    }

    /** Tells the run something, if it has started. */
    public void tell(GuardedPart part, Consumer<TrainingRun> what) {
        guard.run(part, () -> {
            if (run != null) {
                what.accept(run);
            }
        });
    }

    /** Ends a run of the listener: as finished, unless its end was told before. */
    @Override
    public void close() {
        if (isOwn()) {
            end(TrainingRun::close);
        }
    }
}
