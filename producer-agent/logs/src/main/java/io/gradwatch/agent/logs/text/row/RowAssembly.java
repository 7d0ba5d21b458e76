package io.gradwatch.agent.logs.text.row;

import io.gradwatch.agent.logs.text.line.Count;
import io.gradwatch.agent.logs.text.line.CountWords;
import io.gradwatch.agent.logs.text.line.LossWords;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import io.gradwatch.agent.logs.text.pattern.TextSteps;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Puts the lines of one step together to rows. Lines of the training with the same count are one row; what has no count
 * goes on to the next row, an evaluation without one is of the step before.
 */
public final class RowAssembly {

    private final TextSteps steps;
    private final RowNames names;
    private final Set<String> continued;
    private final EvaluationRow evaluation;
    private final Queue<TextRow> rows = new ArrayDeque<>();
    private final Map<String, String> carried = new LinkedHashMap<>();
    private ReadLine pending;
    /** The training line that was told last: the same again is that of another rank. */
    private ReadLine told;

    private Count contextEpoch;
    private Count contextStep;
    private String stepWord = "";

    /**
     * @param mode count of the rows
     * @param continued the shapes of lines that others of the same count follow
     */
    public RowAssembly(TextSteps.Mode mode, Set<String> continued, TextNames names) {
        this.steps = new TextSteps(mode);
        this.names = new RowNames(names);
        this.continued = continued;
        this.evaluation = new EvaluationRow(this.names);
    }

    public void take(ReadLine line, LineKind kind) {
        switch (kind) {
            case CONTEXT -> context(line);
            case TRAINING -> training(line);
            case EVALUATION -> evaluation(line);
            case EVALUATION_ONLY -> withoutStep(line);
            case MORE -> more(line);
            default -> {}
        }
    }

    private void context(ReadLine line) {
        contextEpoch = line.epoch == null ? contextEpoch : line.epoch;
        contextStep = line.step;
    }

    private void training(ReadLine line) {
        inContext(line);
        if (steps.mode() == TextSteps.Mode.STEP && line.step == null) {
            withoutStep(line);
            return;
        }
        if (told != null && isSame(told, line) && repeats(told, line)) {
            if (isShorterEnd(told, line)) {
                evaluationBehind(line);
            }
            return;
        }
        if (pending != null && isSame(pending, line) && repeats(pending, line)) {
            replace(line);
            return;
        }
        if (pending == null || !isSame(pending, line)) {
            flush();
        }
        add(line);
    }

    /** A loss of the whole epoch among rows of steps: its evaluations count, and it is no step of its own. */
    private void withoutStep(ReadLine line) {
        ReadLine rest = new ReadLine();
        rest.epoch = line.epoch;
        rest.position = line.position;
        rest.first = line.first;
        line.values.forEach((name, value) -> {
            if (names.isEvaluation(name)) {
                rest.put(name, value);
            } else if (names.isKnown(name)) {
                carried.put(name, value);
            }
        });
        if (!rest.values.isEmpty()) {
            evaluation(rest);
        }
    }

    /** Several ranks and handlers print a row: the first one counts. */
    private boolean repeats(ReadLine before, ReadLine line) {
        return switch (steps.mode()) {
            case STEP, EPOCH ->
                before.values.keySet().stream()
                        .anyMatch(name -> line.values.containsKey(name) && !LossWords.isNoise(name));
            case ROW ->
                line.counts()
                        && (before.values.equals(line.values) && line.values.size() > 1
                                || RoundedNumber.areAgain(before.values, line.values));
        };
    }

    /** A bar that is written again at the same place; a shorter one behind it is that of an evaluation. */
    private void replace(ReadLine line) {
        boolean shorter = pending.isEndOfBar() && line.step != null && line.step.total() < pending.step.total();
        if (shorter && line.isEndOfBar()) {
            evaluationBehind(line);
        } else if (line.bar && !shorter) {
            pending.values.putAll(line.values);
            pending.position = line.position;
        }
    }

    private static boolean isShorterEnd(ReadLine before, ReadLine line) {
        return before.isEndOfBar() && line.isEndOfBar() && line.step.total() < before.step.total();
    }

    /** Only its place says that a bar is of an evaluation. */
    private void evaluationBehind(ReadLine line) {
        ReadLine behind = new ReadLine();
        behind.epoch = line.epoch;
        behind.position = line.position;
        behind.first = line.first;
        line.values.forEach((name, value) -> behind.put("val/" + name, value));
        evaluation(behind);
        evaluation.mayBeToldAgain();
    }

    private void add(ReadLine line) {
        if (pending == null) {
            pending = line;
        } else {
            line.values.forEach(pending::put);
            pending.epoch = pending.epoch == null ? line.epoch : pending.epoch;
            pending.position = line.position;
        }
        boolean waits = continued.contains(line.shape) || line.bar && steps.mode() != TextSteps.Mode.ROW;
        if (!waits) {
            flush();
        }
    }

    private void more(ReadLine line) {
        if (evaluation.isSummarizedBy(line)) {
            evaluation.summarize(line);
            return;
        }
        if (steps.mode() == TextSteps.Mode.STEP && line.ownCount && line.step == null && names.isOnlyQuality(line)) {
            // "current epoch: 4 current mean dice: 0.81"
            Map<String, String> values = new LinkedHashMap<>(line.values);
            line.values.clear();
            values.forEach((name, value) -> line.put("val/" + name, value));
            evaluation(line);
            return;
        }
        if (pending != null && !line.counts() && LineEvidence.isOfTheEvaluationBefore(pending, line, names)) {
            line.values.forEach((name, value) -> pending.put("val/" + LineEvidence.withoutCurrent(name), value));
            flush();
            return;
        }
        boolean follows = pending != null
                && names.isOnlyAccuracy(line)
                && pending.values.keySet().stream().noneMatch(line.values::containsKey);
        if (follows && !line.ownCount) {
            line.epoch = line.epoch == null ? pending.epoch : line.epoch;
            line.step = line.step == null ? contextStep : line.step;
        }
        boolean known = line.values.keySet().stream().anyMatch(names::isKnown);
        boolean keyed = steps.mode() == TextSteps.Mode.STEP
                ? line.step != null || contextStep != null
                : steps.mode() == TextSteps.Mode.EPOCH && line.epoch != null;
        if (keyed && (known || continued.contains(line.shape) || pending != null && isSame(pending, line))) {
            training(line);
        } else if (known) {
            line.values.forEach((name, value) -> {
                if (names.isKnown(name)) {
                    carried.put(name, value);
                }
            });
        }
    }

    private void evaluation(ReadLine line) {
        flushTraining();
        boolean counts =
                line.step != null && !line.stepWord.isEmpty() && (stepWord.isEmpty() || isCountedAsTraining(line));
        boolean underWay = line.step != null && line.stepWord.isEmpty();
        if (underWay) {
            line.values.putAll(line.means);
        }
        if (!counts) {
            line.step = null;
            line.epoch = line.epoch == null ? contextEpoch : line.epoch;
        }
        if (evaluation.takes(line)) {
            evaluation.add(line, underWay);
        } else {
            flush();
            evaluation.begin(line, underWay);
        }
    }

    private boolean isCountedAsTraining(ReadLine line) {
        return CountWords.plain(line.stepWord).equals(CountWords.plain(stepWord))
                || CountWords.rank(line.stepWord) < CountWords.rank("iterations");
    }

    private void inContext(ReadLine line) {
        if (line.step != null) {
            contextStep = line.ownCount ? null : contextStep;
        } else if (steps.mode() == TextSteps.Mode.STEP) {
            line.step = contextStep;
        }
        line.epoch = line.epoch == null ? contextEpoch : line.epoch;
        stepWord = stepWord.isEmpty() ? line.stepWord : stepWord;
    }

    private boolean isSame(ReadLine one, ReadLine other) {
        boolean epoch = one.epoch == null || other.epoch == null || one.epoch.value() == other.epoch.value();
        return switch (steps.mode()) {
            case STEP ->
                one.step != null
                        && other.step != null
                        && one.step.value() == other.step.value()
                        && !one.step.rounded()
                        && epoch;
            case EPOCH -> one.epoch != null && other.epoch != null && epoch;
            case ROW -> (one.epoch == null) == (other.epoch == null) && epoch;
        };
    }

    /** The job is between two rows: what is at hand is one. */
    public void flush() {
        flushTraining();
        flushEvaluation();
    }

    private void flushEvaluation() {
        if (evaluation.isThere()) {
            ReadLine line = evaluation.end();
            names.complete(line);
            line.values.keySet().removeIf(name -> !names.isEvaluation(name));
            if (line.values.isEmpty()) {
                return;
            }
            evaluation.tell(line.values);
            Double epoch = line.epoch == null ? null : line.epoch.value();
            rows.add(new TextRow(
                    line.first, line.position, steps.of(line.epoch, line.step), epoch, line.values, line.last, false));
        }
    }

    private void flushTraining() {
        if (pending == null) {
            return;
        }
        flushEvaluation();
        ReadLine line = pending;
        pending = null;
        names.complete(line);
        told = line.last ? null : line;
        carried.forEach(line::put);
        carried.clear();
        Map<String, String> values = new LinkedHashMap<>(line.values);
        if (line.bar && !line.isEndOfBar() || steps.mode() == TextSteps.Mode.STEP) {
            evaluation.leaveOutTold(values, line.bar);
        }
        evaluation.tell(values);
        long step = steps.next(line.epoch, line.step, line.stepWord, names.loss(values));
        Double epoch = line.epoch == null ? null : line.epoch.value();
        rows.add(new TextRow(line.first, line.position, step, epoch, values, line.last, steps.beganAnew()));
    }

    /** By what the rows are counted, for people. */
    public String countedBy() {
        return switch (steps.mode()) {
            case STEP ->
                (stepWord.isEmpty() ? "count without a name" : stepWord) + (steps.areWithin() ? " in each epoch" : "");
            case EPOCH -> "epoch";
            case ROW -> "number of the row";
        };
    }

    /** The next row; null where none is whole. */
    public TextRow poll() {
        return rows.poll();
    }

    public TextRow peek() {
        return rows.peek();
    }
}
