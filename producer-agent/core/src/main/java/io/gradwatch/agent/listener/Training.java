package io.gradwatch.agent.listener;

/**
 * Training that may end with an exception.
 *
 * @param <E> of the exception
 */
@FunctionalInterface
public interface Training<E extends Exception> {

    /** Trains to the end. */
    void run() throws E;
}
