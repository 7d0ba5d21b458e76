package io.gradwatch.agent.djl;

import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.Set;

/** Keeps errors of the listener away from training: a part that fails is logged once and rests from then on. */
final class Guard {
    /** What can fail by itself. */
    enum Part {
        START,
        STEP,
        LOSS,
        LEARNING_RATE,
        SHAPES,
        NORMS,
        TENSORS,
        EVALUATORS,
        VALIDATION,
        END
    }

    private static final System.Logger LOG = System.getLogger(GradwatchTrainingListener.class.getName());

    private final Set<Part> resting = EnumSet.noneOf(Part.class);

    void run(Part part, Runnable work) {
        if (resting.contains(part)) {
            return;
        }
        try {
            work.run();
        } catch (Throwable e) {
            // An OutOfMemoryError too: what this listener asked for is free again, and training may well go on.
            resting.add(part);
            log(part, e);
        }
    }

    private static void log(Part part, Throwable e) {
        try {
            LOG.log(Level.WARNING, "Gradwatch failed at " + part + "; training goes on without it.", e);
        } catch (Throwable ignored) {
            // A logger that fails must not end the training either, and there is nobody left to tell.
        }
    }
}
