package io.gradwatch.agent.logs.text;

import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.RowValues;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.NamedRows;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.agent.logs.text.line.TextNames;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import io.gradwatch.agent.logs.text.row.TextRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run in what its program prints for people. Lines that are no rows are left out. */
public final class TextRunLog extends NamedRows implements GrowingRunLog {

    private static final int SHOWN_LINES = 3;

    private final TextLines lines;
    private final TextReader reader;
    private final List<String> firstLines = new ArrayList<>();
    private boolean met;
    /** True if what is wrong with the whole log was told. */
    private boolean told;

    private boolean finished;
    private long position;

    /** @param pattern null where the log itself is to tell it */
    public TextRunLog(TextLines lines, String runId, SignalMap mapped, TextPattern pattern) {
        super(runId, new LogNames(withTime(mapped, pattern)));
        this.lines = lines;
        this.reader = new TextReader(new TextNames(withTime(mapped, pattern)), pattern);
    }

    private static SignalMap withTime(SignalMap mapped, TextPattern pattern) {
        return pattern != null && pattern.namesTime() ? mapped.withTime() : mapped;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        while (reader.peek() == null) {
            if (!takeLine() && !atEnd()) {
                return Optional.empty();
            }
        }
        return Optional.of(tell(reader.poll()));
    }

    /** Takes a line; false where there is none. */
    private boolean takeLine() throws UnreadableLogException {
        Optional<String> line = lines.next();
        line.ifPresent(found -> {
            if (firstLines.size() < SHOWN_LINES && !found.isBlank()) {
                firstLines.add(found.strip());
            }
            reader.take(found, lines.overwritten(), lines.position());
        });
        return line.isPresent();
    }

    /** True if a row may be at hand still, as nothing more comes. */
    private boolean atEnd() throws UnreadableLogException {
        if (lines.isGrowing() || told) {
            return false;
        }
        reader.settle();
        if (reader.peek() != null) {
            return true;
        }
        told = true;
        if (rows() == 0) {
            throw lines.wholeProblem(nothing());
        }
        Optional<String> missing = names.missing();
        if (missing.isPresent()) {
            throw lines.wholeProblem(missing.get());
        }
        return false;
    }

    private String nothing() {
        if (firstLines.isEmpty()) {
            return "is empty; expected a log of a training";
        }
        return "starts with '"
                + Shown.text(String.join(
                                " \u23ce ", firstLines.stream().map(Shown::text).toList())
                        .replace("\n", " "))
                + "' and has no lines of a training; expected numbers named loss, step or epoch that come again and again,"
                + " such as 'step 10 loss 2.5'; "
                + reader.unknownValue()
                        .map(name -> "--map train_loss=" + Shown.text(name)
                                + " takes what its lines say again and again" + " as the loss, ")
                        .orElse("")
                + "--pattern says what a row is, --format which format it has";
    }

    private LogRow tell(TextRow found) {
        if (!met) {
            met = true;
            names.meet(reader.firstNames());
        }
        RowValues values = new RowValues();
        values.step = found.step();
        values.epoch = found.epoch();
        names.meet(found.values().keySet());
        found.values().forEach((name, text) -> names.of(name).put(values, text));
        position = found.position();
        if (finished || found.anew()) {
            // The epochs, or the steps, that were announced are over: what follows is another training.
            events.startAnew();
        }
        finished = found.finished();
        reader.checkpointsBefore(found).forEach(saved -> events.checkpoint(saved.step(), saved.path()));
        return row(values);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void skipTo(long to) throws UnreadableLogException {
        while (!reader.isDecided() || lines.position() < to) {
            tellUpTo(to);
            if (!takeLine()) {
                break;
            }
        }
        if (lines.position() <= to) {
            reader.settle();
        }
        tellUpTo(to);
    }

    /** Rows that were sent before are not sent again. */
    private void tellUpTo(long to) {
        while (reader.peek() != null && reader.peek().position() <= to) {
            tell(reader.poll());
        }
    }

    @Override
    public void settle() {
        reader.settle();
    }

    @Override
    public void end() {
        lines.end();
    }

    @Override
    public Optional<Understanding> understanding() {
        Understanding found = events.understanding(0);
        return Optional.of(reader.countedBy().map(found::countedBy).orElse(found));
    }

    /** True if the last epoch that the program announced is over. */
    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public void close() {
        lines.close();
    }
}
