package io.gradwatch.standalone.e2e;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Longest time without a good answer to each of several questions, while something happens. */
final class Gaps implements AutoCloseable {

    /** Times and problems of one question. */
    private static final class Watch {
        private long answeredNanos = System.nanoTime();
        private long longestNanos;
        private final Map<String, Duration> problems = new LinkedHashMap<>();

        private synchronized void note(String problem) {
            long now = System.nanoTime();
            longestNanos = Math.max(longestNanos, now - answeredNanos);
            if (problem.isEmpty()) {
                answeredNanos = now;
            } else {
                problems.merge(problem, Duration.ofNanos(now - answeredNanos), (a, b) -> a.compareTo(b) > 0 ? a : b);
            }
        }

        private synchronized Duration longest() {
            return Duration.ofNanos(Math.max(longestNanos, System.nanoTime() - answeredNanos));
        }
    }

    private final Duration pause;
    private final ScheduledExecutorService rounds = Executors.newScheduledThreadPool(4);
    private final Map<String, Watch> watches = new ConcurrentHashMap<>();

    /** @param pause between an answer and the next question */
    Gaps(Duration pause) {
        this.pause = pause;
    }

    /**
     * Begins to ask; the question answers with what is missing, empty where nothing is. What it throws is a problem
     * too.
     */
    void ask(String name, Callable<String> question) {
        Watch watch = new Watch();
        watches.put(name, watch);
        rounds.scheduleWithFixedDelay(() -> watch.note(problem(question)), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String problem(Callable<String> question) {
        try {
            return question.call();
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** The longest time without an answer so far. */
    Map<String, Duration> longest() {
        Map<String, Duration> all = new LinkedHashMap<>();
        watches.forEach((name, watch) -> all.put(name, watch.longest()));
        return all;
    }

    /** Problems of each question, each with the longest time for which it lasted. */
    String problems() {
        StringBuilder all = new StringBuilder();
        watches.forEach((name, watch) -> {
            synchronized (watch) {
                all.append(name).append(": ").append(watch.problems).append('\n');
            }
        });
        return all.toString();
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
