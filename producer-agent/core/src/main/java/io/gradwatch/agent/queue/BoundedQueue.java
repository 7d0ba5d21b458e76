package io.gradwatch.agent.queue;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A queue of fixed capacity for many producers and one consumer, without locks and without garbage.
 *
 * <p>Each cell carries the number of the turn at which it may be written or read (D. Vyukov's bounded queue): a
 * producer that finds the cell of its turn still occupied knows that the queue is full and gives up at once.
 *
 * @param <E> type of the elements
 */
public final class BoundedQueue<E> {

    private final int mask;
    private final E[] elements;
    /** Of cell c: c + k * capacity when it is free for turn k, one more when it holds the element of turn k. */
    private final AtomicLongArray turns;

    private final AtomicLong tail = new AtomicLong();
    /** Touched by the consumer only. */
    private long head;

    /** @param capacity elements that fit, 1 to 2^29; rounded up to a power of two */
    @SuppressWarnings("unchecked")
    public BoundedQueue(int capacity) {
        int size = Math.max(2, Integer.highestOneBit(capacity - 1 | 1) << 1);
        mask = size - 1;
        elements = (E[]) new Object[size];
        turns = new AtomicLongArray(size);
        for (int cell = 0; cell < size; cell++) {
            turns.setPlain(cell, cell);
        }
    }

    /** Elements that fit. */
    public int capacity() {
        return mask + 1;
    }

    /**
     * Adds the element, from any thread.
     *
     * @return false, at once, when the queue is full
     */
    public boolean offer(E element) {
        long turn = tail.get();
        while (true) {
            int cell = (int) turn & mask;
            long ahead = turns.getAcquire(cell) - turn;
            if (ahead < 0) {
                return false;
            }
            if (ahead == 0 && tail.compareAndSet(turn, turn + 1)) {
                elements[cell] = element;
                turns.setRelease(cell, turn + 1);
                return true;
            }
            turn = tail.get();
        }
    }

    /** The oldest element, which stays, for the consumer's thread only; null when there is none. */
    public E peek() {
        int cell = (int) head & mask;
        return turns.getAcquire(cell) == head + 1 ? elements[cell] : null;
    }

    /** Takes the oldest element, from the consumer's thread only; null when there is none. */
    public E poll() {
        int cell = (int) head & mask;
        if (turns.getAcquire(cell) != head + 1) {
            return null;
        }
        E element = elements[cell];
        elements[cell] = null;
        turns.setRelease(cell, head + capacity());
        head++;
        return element;
    }
}
