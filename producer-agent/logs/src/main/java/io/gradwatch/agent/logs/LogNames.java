package io.gradwatch.agent.logs;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells what the columns, keys or tags of one log are. A name keeps its meaning to the end of the log: the first one
 * that is met for a signal is the signal, and what else is spelled like it is a metric. Not for several threads.
 */
final class LogNames {

    /** More than any job logs; a log of millions of names is none. */
    private static final int MOST = 10_000;

    /**
     * What a name stands for.
     *
     * @param signal null for a metric; only the values of a signal must be what it takes
     * @param use puts a value where it belongs
     * @param time whether values that are a moment say when the row was written
     */
    record Meaning(LogSignal signal, LogSignal.Use use, boolean time) {

        Meaning(LogSignal signal, LogSignal.Use use) {
            this(signal, use, signal == LogSignal.TIME);
        }

        boolean isSignal() {
            return signal != null;
        }

        /** Puts a value where it belongs, and leaves out what is no number; false where a signal cannot be it. */
        boolean put(RowValues row, String text) {
            if (time) {
                OptionalLong moment = isSignal() ? LogTime.parse(text) : LogTime.withZone(text);
                row.timeMillis = row.timeMillis == 0 ? moment.orElse(0) : row.timeMillis;
                if (moment.isPresent() || isSignal()) {
                    return moment.isPresent();
                }
            }
            OptionalDouble number = LoggedNumber.parse(text);
            boolean taken = number.isPresent() && (!isSignal() || signal.takes(number.getAsDouble()));
            if (taken) {
                use.put(row, number.getAsDouble());
            }
            return taken || !isSignal();
        }
    }

    private static final Meaning IGNORED = new Meaning(null, (row, value) -> {});

    private final SignalMap mapped;
    private final Set<LogSignal> never;
    private final Map<String, Meaning> meanings = new HashMap<>();
    private final Map<LogSignal, String> owners = new EnumMap<>(LogSignal.class);
    private final Set<String> metrics = new HashSet<>();

    /** @param never signals that the log tells in another way than by a name, unless they are mapped */
    LogNames(SignalMap mapped, Set<LogSignal> never) {
        this.mapped = mapped;
        this.never = never;
        for (LogSplit split : LogSplit.values()) {
            metrics.add(split + "/" + LogSignal.ACCURACY);
        }
    }

    LogNames(SignalMap mapped) {
        this(mapped, Set.of());
    }

    /** What the name stands for, from now on. */
    Meaning of(String name) {
        Meaning known = meanings.get(name);
        if (known != null) {
            return known;
        }
        if (meanings.size() == MOST) {
            return IGNORED;
        }
        Meaning meaning = find(name);
        meanings.put(name, meaning);
        return meaning;
    }

    /** Settles names that are met together: where several are spelled like one signal, the best spelling is it. */
    void meet(Iterable<String> names) {
        Map<LogSignal, String> best = new EnumMap<>(LogSignal.class);
        for (String name : names) {
            if (!meanings.containsKey(name)) {
                spelled(name)
                        .ifPresent(signal -> best.merge(
                                signal, name, (one, other) -> signal.rank(other) < signal.rank(one) ? other : one));
            }
        }
        best.values().forEach(this::of);
        names.forEach(this::of);
    }

    /** What is wrong with the log once all its names were met: a mapped one that it does not have. */
    Optional<String> missing() {
        return mapped.missing(new TreeSet<>(meanings.keySet()));
    }

    /**
     * What is wrong with a log that was read to its end: a mapped name that it lacks, or names of which none is known.
     */
    Optional<String> problemAtEnd() {
        return missing()
                .or(() -> meanings.isEmpty() || !owners.isEmpty()
                        ? Optional.empty()
                        : Optional.of("names none of " + LogSignal.allIds()
                                + " and no usual spelling of one; --map says which name is which"));
    }

    private Meaning find(String name) {
        Optional<LogSignal> signal = mapped.signal(name).or(() -> spelled(name));
        if (signal.isPresent() && signal.get() == LogSignal.TIME && !mapped.has(LogSignal.TIME)) {
            // Many a column of that name counts the seconds of a run: its values tell.
            return new Meaning(null, metric(name.strip()).use(), true);
        }
        if (signal.isPresent() && owners.putIfAbsent(signal.get(), name) == null) {
            return new Meaning(signal.get(), signal.get().use());
        }
        return metric(name.strip());
    }

    private Optional<LogSignal> spelled(String name) {
        return LogSignal.spelled(name)
                .filter(signal -> !never.contains(signal) && !mapped.has(signal) && !owners.containsKey(signal));
    }

    /** A metric of the data that its name begins with, without that word where the rest is not taken. */
    private Meaning metric(String name) {
        LogSplit.Metric metric = LogSplit.of(name).orElse(new LogSplit.Metric(LogSplit.TRAIN, name));
        for (String free : List.of(metric.metric(), name)) {
            if (metrics.add(metric.split() + "/" + free)) {
                return new Meaning(null, metric.split().metric(free));
            }
        }
        return IGNORED;
    }
}
