package io.gradwatch.agent.logs.text.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Checkpoints of which lines told, until the row behind them is there: it shows that the checkpoint was complete. What
 * was said before the first row is told by no step and left out.
 */
public final class CheckpointLines {

    /** Most that wait for a row. */
    private static final int MOST = 16;

    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** @param position in the file, behind the line */
    private record Waiting(long position, ToldCheckpoint checkpoint) {}

    /** Takes a line of the program. */
    public void take(String text, long position) {
        CheckpointLine.of(text).ifPresent(told -> add(new Waiting(position, told)));
    }

    /** A file in the folder that was told before is part of it. */
    private void add(Waiting next) {
        String path = next.checkpoint().path();
        boolean part = waiting.stream()
                .map(before -> before.checkpoint().path())
                .anyMatch(before -> path.equals(before) || path.startsWith(before + "/"));
        if (!part) {
            waiting.add(next);
        }
        if (waiting.size() > MOST) {
            waiting.remove();
        }
    }

    /** Those of which was told before a place in the file, once. */
    public List<ToldCheckpoint> before(long position) {
        List<ToldCheckpoint> told = new ArrayList<>();
        while (!waiting.isEmpty() && waiting.peek().position() < position) {
            told.add(waiting.remove().checkpoint());
        }
        return told;
    }
}
