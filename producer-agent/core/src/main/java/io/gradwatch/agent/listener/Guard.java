package io.gradwatch.agent.listener;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps errors of a framework's listener away from training: a part that fails is logged once and rests from then on.
 * Thread-safe.
 */
public final class Guard {

    /** Work of the listener. */
    @FunctionalInterface
    public interface Work {
        /** Does it, with any error. */
        void run() throws Exception;
    }

    private final System.Logger log;
    private final Set<GuardedPart> resting = ConcurrentHashMap.newKeySet();

    /** @param listener that is guarded: the name of the logger */
    public Guard(Class<?> listener) {
        this.log = System.getLogger(listener.getName());
    }

    /** Does the work unless its part rests; never throws. */
    public void run(GuardedPart part, Work work) {
        if (resting.contains(part)) {
            return;
        }
        try {
            work.run();
        } catch (Throwable e) {
            // An OutOfMemoryError too: what the listener asked for is free again, and training may well go on.
            resting.add(part);
            tell(part, e);
        }
    }

    /** True where a part has failed. */
    public boolean rests(GuardedPart part) {
        return resting.contains(part);
    }

    private void tell(GuardedPart part, Throwable e) {
        try {
            log.log(Level.WARNING, "Gradwatch failed at " + part + "; training goes on without it.", e);
        } catch (Throwable ignored) {
            // A logger that fails must not end the training either, and there is nobody left to tell.
        }
    }
}
