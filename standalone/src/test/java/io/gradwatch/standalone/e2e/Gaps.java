package io.gradwatch.standalone.e2e;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** How long each of several questions goes without its answer while something happens. */
final class Gaps {

    private final Map<String, Callable<Boolean>> questions = new LinkedHashMap<>();
    private final Map<String, Long> answeredNanos = new LinkedHashMap<>();
    private final Map<String, Long> longestNanos = new LinkedHashMap<>();

    /** @param answered whether the answer is there and is whole; what it throws counts as none */
    Gaps ask(String name, Callable<Boolean> answered) {
        questions.put(name, answered);
        return this;
    }

    /** Asks all questions again and again, each after the same pause. */
    void watch(Duration length, Duration pause) throws InterruptedException {
        long begin = System.nanoTime();
        questions.keySet().forEach(name -> answeredNanos.put(name, begin));
        while (System.nanoTime() - begin < length.toNanos()) {
            long round = System.nanoTime();
            questions.forEach(this::askOnce);
            long rest = pause.toNanos() - (System.nanoTime() - round);
            if (rest > 0) {
                // The distance at which answers are looked for: this is the measure, not a wait for something.
                java.util.concurrent.TimeUnit.NANOSECONDS.sleep(rest);
            }
        }
        questions.keySet().forEach(name -> note(name, System.nanoTime()));
    }

    /** The longest time without an answer, for each question. */
    Map<String, Duration> longest() {
        Map<String, Duration> all = new LinkedHashMap<>();
        longestNanos.forEach((name, nanos) -> all.put(name, Duration.ofNanos(nanos)));
        return all;
    }

    private void askOnce(String name, Callable<Boolean> question) {
        boolean answered;
        try {
            answered = question.call();
        } catch (Exception e) {
            answered = false;
        }
        if (answered) {
            long now = System.nanoTime();
            note(name, now);
            answeredNanos.put(name, now);
        }
    }

    private void note(String name, long now) {
        longestNanos.merge(name, now - answeredNanos.get(name), Math::max);
    }
}
