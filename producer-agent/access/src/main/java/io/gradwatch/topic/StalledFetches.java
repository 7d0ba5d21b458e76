package io.gradwatch.topic;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Notices a consumer that asks for no more records. Kafka's consumer asks a broker for records again once the last
 * request was answered. Where an exception took that answer away, such as bytes that are no answer to it, it waits for
 * ever: it stays connected, its commits are answered, and its polls return nothing. Flink's reader of partitions
 * ignores the {@link IllegalStateException} that would tell. Not thread-safe: of one consumer's thread.
 */
public final class StalledFetches {

    /** Longest time without an answer to a fetch; a broker answers within half a second. Own choice. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Polls with other answers since then: a broker that is away gives none, and one that is back gives few. */
    private static final int ANSWERED = 3;

    private static final List<Counter> FETCHED = List.of(
            new Counter("consumer-fetch-manager-metrics", "fetch-total"),
            new Counter("consumer-fetch-manager-metrics", "records-consumed-total"));
    private static final List<Counter> ANSWERS = List.of(new Counter("consumer-metrics", "response-total"));

    private double fetched = -1;
    private double answers;
    private int answered;
    private long fetchedNanos;

    /** A count of one consumer over all its topics and brokers. */
    private record Counter(String group, String name) {

        private double of(Consumer<?, ?> consumer) {
            return consumer.metrics().entrySet().stream()
                    .filter(metric -> isMeant(metric.getKey()))
                    .map(metric -> valueOf(metric.getValue()))
                    .findFirst()
                    .orElse(0.0);
        }

        private boolean isMeant(MetricName metric) {
            return metric.name().equals(name)
                    && metric.group().equals(group)
                    && metric.tags().size() == 1;
        }

        private static double valueOf(Metric metric) {
            return metric.metricValue() instanceof Double value && !value.isNaN() ? value : 0;
        }
    }

    /**
     * Looks at a consumer after a poll.
     *
     * @return true where it has to be made anew
     */
    public boolean isIn(Consumer<?, ?> consumer) {
        return isStalled(fetchedBy(consumer), answersTo(consumer), System.nanoTime());
    }

    private static double sum(List<Counter> counters, Consumer<?, ?> consumer) {
        return counters.stream().mapToDouble(counter -> counter.of(consumer)).sum();
    }

    /** Answers to fetches and the records in them that were handed out so far. */
    static double fetchedBy(Consumer<?, ?> consumer) {
        return sum(FETCHED, consumer);
    }

    /** Answers of all kinds so far. */
    static double answersTo(Consumer<?, ?> consumer) {
        return sum(ANSWERS, consumer);
    }

    boolean isStalled(double fetchedNow, double answersNow, long nowNanos) {
        if (fetchedNow != fetched) {
            fetched = fetchedNow;
            fetchedNanos = nowNanos;
            answered = 0;
        } else if (answersNow > answers) {
            answered++;
        }
        answers = answersNow;
        return answered >= ANSWERED && nowNanos - fetchedNanos >= LONGEST.toNanos();
    }
}
