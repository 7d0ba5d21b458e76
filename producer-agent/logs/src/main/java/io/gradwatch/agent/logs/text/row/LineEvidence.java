package io.gradwatch.agent.logs.text.row;

import io.gradwatch.agent.logs.text.line.Count;
import io.gradwatch.agent.logs.text.line.CountWords;
import io.gradwatch.agent.logs.text.line.LossWords;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import io.gradwatch.agent.logs.text.pattern.TextSteps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    /** Rows without a count are taken so late, as those that count come soon, or the job waits. */
    private static final int ENOUGH_UNCOUNTED = 60;

    private static final int FEWEST_UNCOUNTED = 3;
    /** Ends of bars after which lines that say the same do not come any more. */
    private static final int ENOUGH_ENDS = 4;

    private static final Pattern CURRENT = Pattern.compile("(?i)cur(?:rent)?[_ ]");

    /** A line with what it is good for. */
    public record Candidate(ReadLine line, LineKind kind) {}

    /** Lines of one shape. */
    private static final class Shape {
        final List<ReadLine> lines = new ArrayList<>();
        final Set<String> counts = new HashSet<>();
        final Set<String> losses = new HashSet<>();
    }

    private final TextNames names;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, Shape> bars = new HashMap<>();
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
        Map<String, Shape> kinds = line.bar ? bars : shapes;
        if (line.bar) {
            states++;
            ends += line.isEndOfBar() ? 1 : 0;
        }
        if (kinds.size() < MOST_LINES) {
            Shape shape = kinds.computeIfAbsent(line.shape, ignored -> new Shape());
            if (shape.lines.size() < ENOUGH_STATES) {
                shape.lines.add(line);
                shape.counts.add(count(line));
                shape.losses.add(String.valueOf(line.values));
            }
        }
    }

    private static String count(ReadLine line) {
        return line.counts()
                ? (line.epoch == null ? "" : line.epoch.value()) + "/"
                        + (line.step == null ? "" : line.step.value() + "/" + line.step.total())
                : "";
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
        Optional<Shape> rows = shapes.values().stream()
                .filter(shape -> isCertain(shape, over))
                .max((one, other) -> Long.compare(worth(one), worth(other)));
        if (rows.isPresent()) {
            // Of several lines to a row, the one that says the loss.
            Optional<Shape> loss = shapes.values().stream()
                    .filter(this::saysLoss)
                    .max((one, other) -> Integer.compare(one.lines.size(), other.lines.size()));
            Shape named = saysLoss(rows.get()) ? rows.get() : loss.orElse(rows.get());
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
        Map<String, Shape> accuracies = new HashMap<>();
        candidates.stream().map(Candidate::line).filter(this::saysAccuracy).forEach(line -> {
            Shape shape = accuracies.computeIfAbsent(line.shape, ignored -> new Shape());
            shape.lines.add(line);
            shape.counts.add(count(line));
        });
        return accuracies.values().stream()
                .filter(shape -> shape.counts.size() > 2)
                .max((one, other) -> Integer.compare(one.lines.size(), other.lines.size()))
                .map(shape -> new RowReading(
                        mode(shape, false),
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
                        counts.computeIfAbsent(name, ignored -> new HashSet<>()).add(count(line));
                    }
                });
            }
        }
        return counts.entrySet().stream()
                .filter(name -> name.getValue().size() >= FEWEST_UNCOUNTED)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Shape largest(Map<String, Shape> of) {
        return of.values().stream()
                .max((one, other) -> Integer.compare(one.lines.size(), other.lines.size()))
                .orElseThrow();
    }

    private static boolean isCertain(Shape shape, boolean over) {
        ReadLine first = shape.lines.get(0);
        boolean counted = first.counts() && shape.counts.size() > 1;
        if (counted) {
            return first.clear || shape.lines.size() > 2 || over && shape.lines.size() > 1;
        }
        if (shape.losses.size() >= (over ? FEWEST_UNCOUNTED : ENOUGH_UNCOUNTED)) {
            return true;
        }
        return over && first.clear && first.ownCount;
    }

    private boolean saysLoss(Shape shape) {
        return shape.lines.get(0).values.keySet().stream().anyMatch(name -> names.kind(name) == TextNames.Kind.LOSS);
    }

    /** Lines that count steps are better than lines that count epochs, then lines that come more often. */
    private long worth(Shape shape) {
        boolean loss = saysLoss(shape);
        long counted = shape.counts.size() > 1 || shape.lines.get(0).counts() ? 1_000_000 : 0;
        return counted + (loss ? 100_000 : 0) + (shape.lines.get(0).step != null ? 10_000 : 0) + shape.lines.size();
    }

    private RowReading reading(Shape shape, Shape named, boolean byBars, boolean states) {
        boolean pairs = arePairs(shape);
        if (pairs) {
            candidates.forEach(candidate -> candidate.line().splitCount());
        }
        return new RowReading(
                mode(shape, byBars && !states),
                continued(),
                shape.lines.get(0).shape,
                named.lines.get(0).values.keySet(),
                byBars,
                states,
                pairs,
                false);
    }

    /** True if what stands behind the slash of {@code Batch 3/100} goes on, and is no total. */
    private static boolean arePairs(Shape shape) {
        boolean counted = shape.lines.stream()
                .allMatch(line -> line.epoch == null
                        && line.step != null
                        && CountWords.isBatch(line.stepWord)
                        && line.step.total() >= 0);
        long totals = counted
                ? shape.lines.stream().map(line -> line.step.total()).distinct().count()
                : 0;
        long values = counted
                ? shape.lines.stream().map(line -> line.step.value()).distinct().count()
                : 0;
        return totals > 2
                && (values < totals || shape.lines.stream().anyMatch(line -> line.step.value() > line.step.total()));
    }

    private static TextSteps.Mode mode(Shape shape, boolean ends) {
        List<ReadLine> lines =
                shape.lines.stream().filter(line -> !ends || line.isEndOfBar()).toList();
        long epochs = lines.stream()
                .map(line -> line.epoch)
                .filter(Objects::nonNull)
                .filter(Count::isWhole)
                .mapToDouble(Count::value)
                .distinct()
                .count();
        long counts = lines.stream()
                .map(line -> line.step)
                .filter(Objects::nonNull)
                .mapToDouble(Count::value)
                .distinct()
                .count();
        boolean atEnd = lines.stream().allMatch(line -> line.step != null && line.step.isLast());
        boolean allEpochs = lines.stream().allMatch(line -> line.epoch != null && line.epoch.isWhole());
        if (counts > 0 && !atEnd) {
            return TextSteps.Mode.STEP;
        }
        if (allEpochs && (epochs == lines.size() || ends && epochs > 0 || epochs > 1 && atEnd)) {
            return TextSteps.Mode.EPOCH;
        }
        return counts > 1 && atEnd || counts > 0 && lines.size() == 1 && !ends
                ? TextSteps.Mode.STEP
                : TextSteps.Mode.ROW;
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
                    && count(before).equals(count(line))
                    && before.values.keySet().stream().noneMatch(line.values::containsKey)) {
                continued.add(before.shape);
            }
            before = line.counts() ? line : before;
        }
        return continued;
    }
}
