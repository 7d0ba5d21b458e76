package io.gradwatch.agent.logs.text;

import io.gradwatch.agent.logs.text.checkpoint.CheckpointLines;
import io.gradwatch.agent.logs.text.checkpoint.ToldCheckpoint;
import io.gradwatch.agent.logs.text.line.Count;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import io.gradwatch.agent.logs.text.pattern.LineForm;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import io.gradwatch.agent.logs.text.pattern.TextPresets;
import io.gradwatch.agent.logs.text.pattern.TextSteps;
import io.gradwatch.agent.logs.text.plain.PlainLine;
import io.gradwatch.agent.logs.text.row.LineEvidence;
import io.gradwatch.agent.logs.text.row.LineKind;
import io.gradwatch.agent.logs.text.row.RowAssembly;
import io.gradwatch.agent.logs.text.row.RowReading;
import io.gradwatch.agent.logs.text.row.TextRow;
import io.gradwatch.agent.logs.text.row.TextSection;
import io.gradwatch.agent.logs.text.table.LineBlocks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a program prints, line by line, as rows. A preset is known by its first row; what no preset knows is kept
 * until its lines have told how they are to be read, and then told from its beginning.
 */
public final class TextReader {

    private static final String LAST_EPOCH = "epochs_in_all";

    private final TextNames names;
    private final LineBlocks blocks;
    private final LineEvidence evidence;
    private final Map<String, String> forNextRow = new HashMap<>();
    private List<TextPattern> patterns;
    private TextPattern decided;
    private RowReading reading;
    private RowAssembly rows;
    private final TextSection section;
    private final CheckpointLines checkpoints = new CheckpointLines();
    private boolean underBest;
    private String rank;
    private long lines;
    private long last;

    /** @param pattern null where the text itself is to tell it */
    public TextReader(TextNames names, TextPattern pattern) {
        this.names = names;
        this.blocks = new LineBlocks(names);
        this.evidence = new LineEvidence(names);
        this.section = new TextSection(names);
        this.patterns = pattern == null ? TextPresets.ALL : List.of(pattern);
        this.decided = pattern;
    }

    /**
     * Takes the next line.
     *
     * @param line without its end
     * @param overwritten true if the program went back to its beginning to write another over it
     * @param position in the file, behind it
     */
    public void take(String line, boolean overwritten, long position) {
        PlainLine plain = PlainLine.of(line);
        last = position;
        if (plain.text().isEmpty()) {
            general(plain, line, overwritten, position);
            return;
        }
        lines++;
        if (!overwritten && isFirstRank(plain)) {
            checkpoints.take(plain.text(), position);
        }
        if (decided != null || reading == null) {
            boolean taken = preset(plain, overwritten, position);
            if (taken || decided != null && decided.isOwn()) {
                return;
            }
        }
        general(plain, line, overwritten, position);
    }

    private boolean preset(PlainLine plain, boolean overwritten, long position) {
        if (overwritten || !isFirstRank(plain)) {
            return false;
        }
        for (TextPattern pattern : patterns) {
            String text = pattern.isOwn() ? plain.shown() : plain.text();
            Optional<LineForm> form = pattern.form(text);
            if (form.isPresent()) {
                Map<String, String> cells = form.get().read(text).orElseThrow();
                if (form.get().isForNextRow()) {
                    forNextRow.putAll(cells);
                    return decided != null;
                }
                return row(pattern, cells, plain.rank(), position);
            }
        }
        return false;
    }

    private boolean row(TextPattern pattern, Map<String, String> cells, String printedBy, long position) {
        forNextRow.forEach(cells::putIfAbsent);
        String epochs = cells.remove(LAST_EPOCH);
        ReadLine line = new ReadLine();
        line.position = position;
        line.first = position;
        line.last = epochs != null && epochs.equals(cells.get("epoch"));
        line.clear = true;
        cells.forEach((name, text) -> put(line, name, text));
        LineKind kind = LineKind.of(line, "", names);
        if (line.values.isEmpty() || kind == LineKind.NOTHING && !pattern.isOwn()) {
            return false;
        }
        forNextRow.clear();
        decided = pattern;
        patterns = List.of(pattern);
        if (rows == null) {
            rows = new RowAssembly(pattern.mode().orElseGet(() -> mode(line, cells)), Set.of(), names);
        }
        rank = rank == null ? printedBy : rank;
        rows.take(line, kind == LineKind.EVALUATION ? kind : LineKind.TRAINING);
        rows.flush();
        return true;
    }

    private TextSteps.Mode mode(ReadLine line, Map<String, String> cells) {
        if (line.step != null) {
            return TextSteps.Mode.STEP;
        }
        boolean fractions = cells.entrySet().stream()
                .anyMatch(cell -> names.kind(cell.getKey()) == TextNames.Kind.EPOCH
                        && cell.getValue().indexOf('.') >= 0);
        return line.epoch != null && !fractions ? TextSteps.Mode.EPOCH : TextSteps.Mode.ROW;
    }

    private void put(ReadLine line, String name, String text) {
        TextNames.Kind kind = names.kind(name);
        if (kind != TextNames.Kind.STEP && kind != TextNames.Kind.EPOCH) {
            line.put(name, text);
            return;
        }
        try {
            Count count = new Count(Double.parseDouble(text), -1);
            if (Double.isFinite(count.value())
                    && kind == TextNames.Kind.STEP
                    && count.isWhole()
                    && count.value() >= 0) {
                line.step = count;
                line.stepWord = name;
            } else if (Double.isFinite(count.value()) && kind == TextNames.Kind.EPOCH) {
                line.epoch = count;
            }
        } catch (NumberFormatException e) {
            // A text that is no number counts nothing.
            line.put(name, text);
        }
    }

    private boolean isFirstRank(PlainLine plain) {
        return rank == null
                || rank.isEmpty()
                || plain.rank().isEmpty()
                || plain.rank().equals(rank);
    }

    private void general(PlainLine plain, String raw, boolean overwritten, long position) {
        String text = LineKind.untold(plain.text());
        if (isToldBefore(plain, raw, text)) {
            return;
        }
        if (!isFirstRank(plain) || text.isEmpty() && !plain.text().isEmpty()) {
            return;
        }
        for (LineBlocks.Part part : blocks.read(text, raw)) {
            part.line().overwritten = overwritten;
            general(part, plain.rank(), position);
        }
    }

    /** The indented lines under a heading such as {@code Best model at step 100:} are of what was told before. */
    private boolean isToldBefore(PlainLine plain, String raw, String untold) {
        boolean indented = !raw.isEmpty() && Character.isWhitespace(raw.charAt(0));
        underBest = untold.isEmpty() && plain.text().endsWith(":") || underBest && indented;
        return underBest && indented && !plain.text().isEmpty();
    }

    private void general(LineBlocks.Part part, String printedBy, long position) {
        ReadLine line = part.line();
        line.position = position;
        line.first = position;
        line.ownCount = line.counts();
        section.take(part.text(), line);
        LineKind kind = LineKind.of(line, part.text(), names);
        if (kind == LineKind.NOTHING) {
            return;
        }
        if (decided != null) {
            // Before the first row nothing tells how an evaluation is counted.
            if (kind == LineKind.EVALUATION && rows != null) {
                rows.take(line, kind);
            }
            return;
        }
        if (kind == LineKind.TRAINING && rank == null && !printedBy.isEmpty()) {
            rank = printedBy;
        }
        if (reading != null) {
            tell(line, kind);
            return;
        }
        evidence.add(line, kind);
        evidence.decide(false).ifPresent(this::decide);
    }

    private void decide(RowReading found) {
        reading = found;
        rows = new RowAssembly(found.mode(), found.continued(), names);
        evidence.of(found).forEach(candidate -> tell(candidate.line(), candidate.kind()));
        evidence.clear();
    }

    private void tell(ReadLine line, LineKind told) {
        if (reading.byPairs()) {
            line.splitCount();
            // The batches of an evaluation are counted apart.
            line.stepWord = told == LineKind.EVALUATION ? "" : line.stepWord;
        }
        boolean accuracy =
                reading.byAccuracy() && line.ownCount && (told == LineKind.EVALUATION || told == LineKind.MORE);
        LineKind kind =
                accuracy && line.values.keySet().stream().anyMatch(name -> names.kind(name) == TextNames.Kind.ACCURACY)
                        ? LineKind.TRAINING
                        : told;
        if (kind == LineKind.TRAINING && line.bar && (!reading.byBars() || !reading.byStates() && !line.isEndOfBar())) {
            return;
        }
        rows.take(line, kind == LineKind.TRAINING && !reading.isRow(line) ? LineKind.EVALUATION_ONLY : kind);
    }

    /** The next row; null where none is whole. */
    public TextRow poll() {
        return rows == null ? null : rows.poll();
    }

    /** The row that {@link #poll} would take. */
    public TextRow peek() {
        return rows == null ? null : rows.peek();
    }

    /** The checkpoints of which lines before the row told, once. */
    public List<ToldCheckpoint> checkpointsBefore(TextRow row) {
        return checkpoints.before(row.first());
    }

    /** By what the rows are counted, for people; empty before the first row. */
    public Optional<String> countedBy() {
        return rows == null ? Optional.empty() : Optional.of(rows.countedBy());
    }

    /** True if it is known how the text is read. */
    public boolean isDecided() {
        return decided != null || reading != null;
    }

    /** The names of the values of its rows, once it is known how it is read: those of the training first. */
    public Set<String> firstNames() {
        return reading == null ? Set.of() : reading.names();
    }

    /**
     * The job is between two lines, or at its end: what is at hand is a row, and what was read tells how it is read.
     */
    public void settle() {
        for (LineBlocks.Part part : blocks.end()) {
            general(part, "", last);
        }
        if (!isDecided()) {
            evidence.decide(true).ifPresent(this::decide);
        }
        if (rows != null) {
            rows.flush();
        }
    }

    /** A number that lines with a count say again and again and that no name tells to be a loss. */
    public Optional<String> unknownValue() {
        return evidence.unknown();
    }

    /** Number of lines that were not blank. */
    public long lines() {
        return lines;
    }
}
