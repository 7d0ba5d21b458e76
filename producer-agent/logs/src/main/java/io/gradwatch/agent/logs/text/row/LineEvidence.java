package io.gradwatch.agent.logs.text.row;

import io.gradwatch.agent.logs.text.line.Count;
import io.gradwatch.agent.logs.text.line.LossWords;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds in the first lines of a text whether it is of a training, and how its rows are counted: lines of one shape that
 * come again with another count or another loss.
 */
public final class LineEvidence {

    /** More lines that say nothing certain are forgotten. */
    private static final int MOST_LINES = 2_000;

    private static final int ENOUGH_STATES = 200;
    /** Ends of bars after which lines that say the same do not come any more. */
    private static final int ENOUGH_ENDS = 4;

    private static final Pattern CURRENT = Pattern.compile("(?i)cur(?:rent)?[_ ]");

    /** A line with what it is good for. */
    public record Candidate(ReadLine line, LineKind kind) {}

    private final TextNames names;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<String, LineShape> shapes = new HashMap<>();
    private final Map<String, LineShape> bars = new HashMap<>();
    private int ends;
    private int states;
    private Count contextEpoch;
    private Count contextStep;

    public LineEvidence(TextNames names) {
        this.names = names;
    }

    public void add(ReadLine line, LineKind kind) {
        if (candidates.size() >= MOST_LINES) {
            candidates.remove(0);
        }
        candidates.add(new Candidate(line, kind));
        if (kind == LineKind.CONTEXT) {
            contextEpoch = line.epoch == null ? contextEpoch : line.epoch;
            contextStep = line.step;
        } else if (line.step != null) {
            contextStep = null;
        } else if (kind != LineKind.EVALUATION && !line.ownCount) {
            line.step = contextStep;
        }
        if (kind == LineKind.TRAINING || kind == LineKind.MORE) {
            line.epoch = line.epoch == null ? contextEpoch : line.epoch;
        }
        if (kind != LineKind.TRAINING) {
            return;
        }
        Map<String, LineShape> kinds = line.bar ? bars : shapes;
        if (line.bar) {
            states++;
            ends += line.isEndOfBar() ? 1 : 0;
        }
        if (kinds.size() < MOST_LINES) {
            LineShape shape = kinds.computeIfAbsent(line.shape, ignored -> new LineShape());
            if (shape.lines.size() < ENOUGH_STATES) {
                shape.add(line);
            }
        }
    }

    /** The lines so far, without those before the first row that count further, such as settings. */
    public List<Candidate> of(RowReading reading) {
        int first = 0;
        while (first < candidates.size() && !candidates.get(first).line().shape.equals(reading.shape())) {
            first++;
        }
        if (first == candidates.size()) {
            return List.copyOf(candidates);
        }
        ReadLine row = candidates.get(first).line();
        List<Candidate> rows = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            boolean stray = i < first
                    && (candidate.kind() == LineKind.TRAINING || candidate.kind() == LineKind.MORE)
                    && isBehind(row, candidate.line())
                    && candidates.stream()
                            .noneMatch(other ->
                                    other != candidate && other.line().shape.equals(candidate.line().shape));
            if (!stray) {
                rows.add(candidate);
            }
        }
        return rows;
    }

    private static boolean isBehind(ReadLine row, ReadLine before) {
        boolean step = row.step != null && before.step != null && row.step.value() < before.step.value();
        boolean epoch = row.epoch != null && before.epoch != null && row.epoch.value() < before.epoch.value();
        return step || epoch;
    }

    public void clear() {
        candidates.clear();
    }

    /**
     * RowReading of the rows; empty where that is not certain.
     *
     * @param over true if no more lines are there for now
     */
    public Optional<RowReading> decide(boolean over) {
        Optional<LineShape> rows = shapes.values().stream()
                .filter(shape -> shape.isCertain(over))
                .max((one, other) -> Long.compare(worth(one), worth(other)));
        if (rows.isPresent()) {
            // Of several lines to a row, the one that says the loss.
            Optional<LineShape> loss = shapes.values().stream()
                    .filter(this::saysLoss)
                    .max((one, other) -> Integer.compare(one.lines.size(), other.lines.size()));
            LineShape named = saysLoss(rows.get()) ? rows.get() : loss.orElse(rows.get());
            return Optional.of(reading(rows.get(), named, false, false));
        }
        boolean only = shapes.values().stream().allMatch(shape -> shape.lines.size() < 2) && states > 0;
        boolean awaits =
                shapes.values().stream().anyMatch(shape -> shape.lines.get(0).clear && shape.lines.get(0).ownCount);
        if (only
                && (ends >= (awaits ? ENOUGH_ENDS : 2) || over && ends > 0 && states > 0 && (ends > 1 || states < 3))) {
            return Optional.of(reading(largest(bars), largest(bars), true, false));
        }
        if (only && (states >= ENOUGH_STATES || over && states >= 2)) {
            return Optional.of(reading(largest(bars), largest(bars), true, true));
        }
        return over ? byAccuracy() : Optional.empty();
    }

    /** A log that tells no loss at all, but how well its epochs or steps do. */
    private Optional<RowReading> byAccuracy() {
        Map<String, LineShape> accuracies = new HashMap<>();
        candidates.stream().map(Candidate::line).filter(this::saysAccuracy).forEach(line -> {
            LineShape shape = accuracies.computeIfAbsent(line.shape, ignored -> new LineShape());
            shape.add(line);
        });
        return accuracies.values().stream()
                .filter(shape -> shape.counts.size() > 2)
                .max((one, other) -> Integer.compare(one.lines.size(), other.lines.size()))
                .map(shape -> new RowReading(
                        shape.mode(false),
                        Set.of(),
                        "",
                        shape.lines.get(0).values.keySet(),
                        false,
                        false,
                        false,
                        true));
    }

    private boolean saysAccuracy(ReadLine line) {
        return line.ownCount
                && (line.epoch != null || !line.stepWord.isEmpty())
                && line.values.keySet().stream()
                        .anyMatch(name -> names.kind(name) == TextNames.Kind.ACCURACY
                                || names.kind(name) == TextNames.Kind.EVALUATION);
    }

    /**
     * A number of lines that count and come again and again, where it is no loss by its name; empty where there is
     * none.
     */
    public Optional<String> unknown() {
        Map<String, Set<String>> counts = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            ReadLine line = candidate.line();
            if (candidate.kind() == LineKind.MORE && line.ownCount) {
                line.values.forEach((name, value) -> {
                    if (names.kind(name) == TextNames.Kind.METRIC
                            && value.indexOf('.') >= 0
                            && !LossWords.isNoise(name)) {
                        counts.computeIfAbsent(name, ignored -> new HashSet<>()).add(LineShape.count(line));
                    }
                });
            }
        }
        return counts.entrySet().stream()
                .filter(name -> name.getValue().size() >= LineShape.FEWEST_UNCOUNTED)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static LineShape largest(Map<String, LineShape> of) {
        return of.values().stream()
                .max((one, other) -> Integer.compare(one.lines.size(), other.lines.size()))
                .orElseThrow();
    }

    private boolean saysLoss(LineShape shape) {
        return shape.lines.get(0).values.keySet().stream().anyMatch(name -> names.kind(name) == TextNames.Kind.LOSS);
    }

    /** Lines that count steps are better than lines that count epochs, then lines that come more often. */
    private long worth(LineShape shape) {
        boolean loss = saysLoss(shape);
        long counted = shape.counts.size() > 1 || shape.lines.get(0).counts() ? 1_000_000 : 0;
        return counted + (loss ? 100_000 : 0) + (shape.lines.get(0).step != null ? 10_000 : 0) + shape.lines.size();
    }

    private RowReading reading(LineShape shape, LineShape named, boolean byBars, boolean states) {
        boolean pairs = shape.arePairs();
        if (pairs) {
            candidates.forEach(candidate -> candidate.line().splitCount());
        }
        return new RowReading(
                shape.mode(byBars && !states),
                continued(),
                shape.lines.get(0).shape,
                named.lines.get(0).values.keySet(),
                byBars,
                states,
                pairs,
                false);
    }

    /** True if a line says how well the evaluation on the line before it did: {@code Current_accuracy: 95.0}. */
    static boolean isOfTheEvaluationBefore(ReadLine before, ReadLine line, RowNames names) {
        return before.values.keySet().stream().anyMatch(names::isEvaluation)
                && !line.values.isEmpty()
                && line.values.keySet().stream()
                        .allMatch(name -> CURRENT.matcher(name).lookingAt());
    }

    /** {@code accuracy} of {@code Current_accuracy}. */
    static String withoutCurrent(String name) {
        return CURRENT.matcher(name).replaceFirst("");
    }

    /** The shapes of lines that one of another shape with the same count follows. */
    private Set<String> continued() {
        Set<String> continued = new HashSet<>();
        ReadLine before = null;
        for (Candidate candidate : candidates) {
            ReadLine line = candidate.line();
            if (candidate.kind() != LineKind.TRAINING && candidate.kind() != LineKind.MORE) {
                before = candidate.kind() == LineKind.CONTEXT ? before : null;
                continue;
            }
            if (before != null && !line.ownCount && isOfTheEvaluationBefore(before, line, new RowNames(names))) {
                continued.add(before.shape);
            }
            if (before != null
                    && !before.shape.equals(line.shape)
                    && (line.step != null && before.step != null
                            || line.epoch != null && before.epoch != null && new RowNames(names).isOnlyAccuracy(line))
                    && LineShape.count(before).equals(LineShape.count(line))
                    && before.values.keySet().stream().noneMatch(line.values::containsKey)) {
                continued.add(before.shape);
            }
            before = line.counts() ? line : before;
        }
        return continued;
    }
}
