package io.gradwatch.agent.dl4j;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps errors of the listener away from training: a part that fails is logged once and rests from then on.
 * Thread-safe.
 */
final class Guard {
    /** What can fail by itself. */
    enum Part {
        START,
        STEP,
        LEARNING_RATE,
        GRADIENT,
        PARAMETERS,
        UPDATE,
        ACTIVATIONS,
        MEMORY,
        TENSORS,
        END
    }

    /** Work of the listener. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private static final System.Logger LOG = System.getLogger(GradwatchListener.class.getName());

    private final Set<Part> resting = ConcurrentHashMap.newKeySet();

    void run(Part part, Work work) {
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

    boolean rests(Part part) {
        return resting.contains(part);
    }

    private static void log(Part part, Throwable e) {
        try {
            LOG.log(Level.WARNING, "Gradwatch failed at " + part + "; training goes on without it.", e);
        } catch (Throwable ignored) {
            // A logger that fails must not end the training either, and there is nobody left to tell.
        }
    }
}
