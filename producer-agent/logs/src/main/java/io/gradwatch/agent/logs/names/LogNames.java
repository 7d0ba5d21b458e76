package io.gradwatch.agent.logs.names;

import io.gradwatch.schema.Split;
import io.gradwatch.schema.names.LossKind;
import io.gradwatch.schema.names.NameCatalogue;
import io.gradwatch.schema.names.NameWords;
import io.gradwatch.schema.names.Understood;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Tells what the columns, keys or tags of one log are. A name keeps its meaning to the end of the log: the first one
 * that is met for a signal is the signal, and what else is spelled like it is a metric. Where no name is a loss beyond
 * doubt, {@link LossCandidates} stand for it. Not for several threads.
 */
public final class LogNames {

    /** Words that a loss may be called by, and other values as well: a person decides. */
    private static final Pattern RESEMBLES = Pattern.compile(
            "loss|cost|err(?:or)?(?:[^a-z]|$)|entropy|perplexity|(?:^|[^a-z])(?:ppl|nll|rmse|mse|mae|rms|elbo|objective"
                    + "|likelihood|total)(?:[^a-z]|$)",
            Pattern.CASE_INSENSITIVE);

    /** More than any job logs; a log of millions of names is none. */
    private static final int MOST = 10_000;

    /** Iterations within an epoch, where there are epochs; else the size of a batch, more often. */
    private static final Set<String> WITHIN_EPOCH = Set.of("batch", "batch_idx", "batch_index", "minibatch");

    /**
     * Meaning of a name.
     *
     * @param signal null for a metric; only the values of a signal must be what it takes
     * @param use puts a value where it belongs
     * @param time true if values that are a moment say when the row was written
     */
    public record Meaning(LogSignal signal, LogSignal.Use use, boolean time) {

        public Meaning(LogSignal signal, LogSignal.Use use) {
            this(signal, use, signal == LogSignal.TIME);
        }

        public boolean isSignal() {
            return signal != null;
        }

        /** Message about a value that the signal cannot have. */
        public String wrong(String name, String value) {
            return Shown.text(name) + " was '" + Shown.text(value) + "'; expected " + signal.expected();
        }

        /** Puts a value where it belongs, and leaves out what is no number; false where a signal cannot be it. */
        public boolean put(RowValues row, String text) {
            if (time) {
                OptionalLong moment = isSignal() ? LogTime.parse(text) : LogTime.withZone(text);
                row.timeMillis = row.timeMillis == 0 ? moment.orElse(0) : row.timeMillis;
                if (moment.isPresent() || isSignal()) {
                    return moment.isPresent();
                }
            }
            OptionalDouble number = isSignal() ? LoggedNumber.of(signal, text, row) : LoggedNumber.parse(text);
            boolean taken = number.isPresent() && (!isSignal() || signal.takes(number.getAsDouble()));
            if (taken) {
                use.put(row, number.getAsDouble());
            }
            return taken || !isSignal() || LoggedNumber.isNothing(text);
        }
    }

    private static final Meaning IGNORED = new Meaning(null, (row, value) -> {});

    private final SignalMap mapped;
    private final Set<LogSignal> never;
    private final Map<String, Meaning> meanings = new HashMap<>();
    private final Map<LogSignal, String> owners = new TreeMap<>();
    private final Set<String> metrics = new HashSet<>();
    private final Set<String> shownMetrics = new LinkedHashSet<>();
    private final Map<String, Understood> unclear = new LinkedHashMap<>();
    private final LossCandidates losses = new LossCandidates();
    private final Set<LossKind> kinds = EnumSet.noneOf(LossKind.class);

    /** @param never signals that the log tells in another way than by a name, unless they are mapped */
    public LogNames(SignalMap mapped, Set<LogSignal> never) {
        this.mapped = mapped;
        this.never = never;
        for (LogSplit split : LogSplit.values()) {
            metrics.add(split + "/" + LogSignal.ACCURACY);
            LogSignal loss = LogSignal.loss(split.split());
            if (mapped.has(loss) || never.contains(loss)) {
                losses.giveUp(split.split());
            }
        }
    }

    public LogNames(SignalMap mapped) {
        this(mapped, Set.of());
    }

    /** Meaning of the name, from now on. */
    public Meaning of(String name) {
        Meaning known = meanings.get(name);
        if (known != null) {
            return known;
        }
        if (meanings.size() == MOST) {
            return IGNORED;
        }
        Meaning meaning = find(name, NameCatalogue.shared().of(name));
        meanings.put(name, meaning);
        return meaning;
    }

    /** Settles names that are met together: where several are spelled like one signal, the best spelling is it. */
    public void meet(Iterable<String> names) {
        Map<String, Understood> fresh = new LinkedHashMap<>();
        for (String name : names) {
            if (!meanings.containsKey(name)) {
                fresh.put(name, NameCatalogue.shared().of(name));
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        Map<LogSignal, String> best = new TreeMap<>();
        fresh.forEach((name, understood) -> spelled(understood)
                .ifPresent(signal -> best.merge(
                        signal,
                        name,
                        (one, other) -> fresh.get(other).rank() < fresh.get(one).rank() ? other : one)));
        best.entrySet().stream()
                .sorted(Map.Entry.<LogSignal, String>comparingByKey().reversed())
                .map(Map.Entry::getValue)
                .forEach(this::of);
        fresh.keySet().forEach(this::of);
        losses.decide();
    }

    /** Problem of a log whose names were all read: a mapped name that it lacks. */
    public Optional<String> missing() {
        return mapped.missing(new TreeSet<>(meanings.keySet()));
    }

    /** Problem of a log that was read to its end: a mapped name that it lacks, or names of which none is known. */
    public Optional<String> problemAtEnd() {
        return missing()
                .or(() -> meanings.isEmpty() || tellsAny()
                        ? Optional.empty()
                        : Optional.of("names none of " + LogSignal.allIds()
                                + " and no usual spelling of one; --map says which name is which"));
    }

    /** True if any name is known. */
    public boolean tellsAny() {
        return !owners.isEmpty() || !losses.shown().isEmpty() || kinds.contains(LossKind.EPISODE_REWARD);
    }

    /** Objective by the names; empty where the loss is an error, as usual. */
    public Optional<String> objective() {
        boolean generator = kinds.contains(LossKind.GENERATOR);
        if (generator && (kinds.contains(LossKind.DISCRIMINATOR) || kinds.contains(LossKind.CRITIC))) {
            return Optional.of("gan");
        }
        boolean rewarded = kinds.contains(LossKind.REWARD) || kinds.contains(LossKind.EPISODE_REWARD);
        boolean policy = kinds.contains(LossKind.POLICY);
        boolean trained = policy || kinds.contains(LossKind.CRITIC) || kinds.contains(LossKind.KL);
        boolean learnt = kinds.contains(LossKind.EPISODE_REWARD)
                || (rewarded && trained)
                || (policy && (kinds.contains(LossKind.CRITIC) || kinds.contains(LossKind.ENTROPY)));
        return learnt ? Optional.of("reinforcement-learning") : Optional.empty();
    }

    /** The names that each signal is taken from, by its id. */
    public Map<String, String> signals() {
        Map<LogSignal, String> taken = new TreeMap<>();
        taken.putAll(owners);
        losses.shown().forEach((split, names) -> taken.put(LogSignal.loss(split), names));
        Map<String, String> shown = new LinkedHashMap<>();
        taken.forEach((signal, name) -> shown.put(signal.id(), name));
        return shown;
    }

    /** The names that became metrics. */
    public List<String> metricNames() {
        return List.copyOf(shownMetrics);
    }

    /** Hints at names that look like a loss, where no loss was found. */
    public List<String> hints() {
        List<String> hints = new ArrayList<>();
        unclear.forEach((name, understood) -> {
            Split split = understood.split().orElse(Split.TRAIN);
            LogSignal loss = LogSignal.loss(split);
            if (!owners.containsKey(loss) && !losses.has(split)) {
                hints.add("'" + Shown.text(name) + "' looks like a loss and is taken for a metric; --map " + loss.id()
                        + "=" + Shown.text(name) + " takes it as the loss");
            }
        });
        return hints;
    }

    private Meaning find(String name, Understood understood) {
        kinds.add(understood.kind());
        Optional<LogSignal> signal = mapped.signal(name).or(() -> spelled(understood));
        if (signal.isPresent() && signal.get() == LogSignal.TIME && !mapped.has(LogSignal.TIME)) {
            // Many a column of that name counts the seconds of a run: its values tell.
            return new Meaning(null, metric(name.strip()).use(), true);
        }
        boolean iteration = signal.isPresent() && signal.get() == LogSignal.STEP && WITHIN_EPOCH.contains(plain(name));
        boolean taken = signal.isPresent()
                && !(iteration && !mapped.has(LogSignal.STEP) && !owners.containsKey(LogSignal.EPOCH));
        if (taken && owners.putIfAbsent(signal.get(), name) == null) {
            for (LogSplit split : LogSplit.values()) {
                if (signal.get() == LogSignal.loss(split.split())) {
                    losses.giveUp(split.split());
                }
            }
            return new Meaning(signal.get(), signal.get().use());
        }
        return noSignal(name.strip(), understood);
    }

    /** A metric, which may stand for a loss. */
    private Meaning noSignal(String name, Understood understood) {
        Meaning metric = metric(name);
        if (LossCandidates.mayBe(understood)) {
            LossCandidates.Candidate candidate = losses.add(name, understood);
            return new Meaning(null, (row, value) -> {
                metric.use().put(row, value);
                candidate.put(row, value);
            });
        }
        if (resemblesALoss(name)) {
            unclear.put(name, understood);
        }
        return metric;
    }

    private static String plain(String name) {
        return NameWords.joined(name);
    }

    /** Names are shown as metrics once they had a number: many are texts. */
    private LogSignal.Use shownOnce(String name, LogSignal.Use use) {
        return new LogSignal.Use() {
            private boolean shown;

            @Override
            public void put(RowValues row, double value) {
                if (!shown) {
                    shown = true;
                    shownMetrics.add(name);
                }
                use.put(row, value);
            }
        };
    }

    private static boolean resemblesALoss(String name) {
        return RESEMBLES.matcher(name).find();
    }

    private Optional<LogSignal> spelled(Understood understood) {
        return (understood.isSignal() ? LogSignal.of(understood) : Optional.<LogSignal>empty())
                .filter(signal -> !never.contains(signal) && !mapped.has(signal) && !owners.containsKey(signal));
    }

    /** A metric of the data that its name begins with, without that word where the rest is not taken. */
    private Meaning metric(String name) {
        LogSplit.Metric metric = LogSplit.of(name).orElse(new LogSplit.Metric(LogSplit.TRAIN, name));
        for (String free : List.of(metric.metric(), name)) {
            if (metrics.add(metric.split() + "/" + free)) {
                return new Meaning(null, shownOnce(name, metric.split().metric(free)));
            }
        }
        return IGNORED;
    }
}
