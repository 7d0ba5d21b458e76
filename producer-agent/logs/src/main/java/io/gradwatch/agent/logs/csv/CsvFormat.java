package io.gradwatch.agent.logs.csv;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LoggedNumber;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.run.RunLog;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Values separated by commas, semicolons, tabs, bars or blanks, with a heading: any columns that a {@link LogSignal} is
 * spelled like, in any order. An empty cell was not logged; {@code nan} and {@code inf} are values. Other columns
 * become metrics where they are numbers.
 */
public final class CsvFormat implements LogFormat {

    /** A name with its number, of a line for people: {@code Step [100/600]}, {@code Loss: 2.5}. */
    private static final Pattern PRINTED =
            Pattern.compile("\\[\\s{0,9}\\d{1,15}\\s{0,9}[/\\]]|[:=]\\s{0,9}[-+]?\\d[\\d.eE+-]{0,30}%?\\s{0,9}$");

    @Override
    public String name() {
        return "a CSV log (heading with any of " + LogSignal.allIds() + ")";
    }

    @Override
    public boolean matches(LogHead head, SignalMap mapped) {
        boolean named = head.fileName().endsWith(".csv") || head.fileName().endsWith(".tsv");
        Delimiter delimiter = Delimiter.of(head.firstLine());
        // A line with blanks or bars is more often one for people.
        return named || (delimiter.isOfTables() && isHeading(delimiter.cells(head.firstLine()), mapped));
    }

    private static boolean isHeading(List<String> cells, SignalMap mapped) {
        return cells.stream()
                        .noneMatch(cell -> cell.startsWith("(")
                                || LoggedNumber.parse(cell).isPresent()
                                || PRINTED.matcher(cell).find())
                && cells.stream().anyMatch(cell -> isSignal(cell, mapped));
    }

    private static boolean isSignal(String cell, SignalMap mapped) {
        return mapped.signal(cell).isPresent()
                || LogSignal.spelled(cell)
                        .filter(signal -> signal != LogSignal.TIME)
                        .isPresent();
    }

    @Override
    public RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        TextLines lines = TextLines.growingForPeople(file);
        lines.end();
        return CsvRunLog.open(file, lines, runId, mapped);
    }
}
