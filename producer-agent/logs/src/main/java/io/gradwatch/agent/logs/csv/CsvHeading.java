package io.gradwatch.agent.logs.csv;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LoggedNumber;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.names.TagFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Names of the columns of a table, as the heading means them. A column without a name, such as the index of a data
 * frame, has the empty name and is left out.
 */
public final class CsvHeading {

    /** Wider than any log of a run; a heading of megabytes is no log. */
    static final int MOST_COLUMNS = 2_000;

    /** A name with its number, of a line for people: {@code Step [100/600]}, {@code Loss: 2.5}. */
    private static final Pattern PRINTED =
            Pattern.compile("\\[\\s{0,9}\\d{1,15}\\s{0,9}[/\\]]|[:=]\\s{0,9}[-+]?\\d[\\d.eE+-]{0,30}%?\\s{0,9}$");

    /** W&B's page saves {@code run - name}, with the least and the greatest of each bucket beside. */
    private static final Pattern EXPORTED = Pattern.compile("(?i)(?:.* - )?(.+?)(__min|__max)?");

    private static final Pattern COUNT = Pattern.compile("\\d{1,15}(?:\\.0{1,20}(?:[eE]\\+00)?)?");
    /** Lines of numbers alone that are no chance. */
    private static final int FEWEST_NUMBERS = 3;

    private static final Set<String> MONITOR = Set.of("r", "l", "t");

    private CsvHeading() {}

    /**
     * The names, each once.
     *
     * @param file name of the file, which says what a column {@code Value} is
     */
    static List<String> names(List<String> cells, String file) {
        boolean exported = cells.stream().filter(cell -> cell.contains(" - ")).count() > 0
                && cells.stream().skip(1).allMatch(cell -> cell.contains(" - "));
        boolean monitor = Set.copyOf(lower(cells)).equals(MONITOR);
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String cell : cells) {
            String name = exported ? exported(cell) : monitor ? monitor(cell) : tag(cell.strip(), cells, file);
            names.add(name.isEmpty() ? "" : once(name, taken));
        }
        return List.copyOf(names);
    }

    /**
     * Names for a table without a heading: a count and a value, or a value alone.
     *
     * @param file name of the file, which may say what the value is
     */
    static List<String> ofNumbers(int columns, String file) {
        if (columns <= 2) {
            String value = TagFile.name(file).orElse(columns == 2 ? "loss" : "column 1");
            return columns == 2 ? List.of("step", value) : List.of(value);
        }
        return IntStream.rangeClosed(1, columns).mapToObj(i -> "column " + i).toList();
    }

    /** True if a file holds numbers alone, one in a line or behind a count, and its name says of what. */
    public static boolean isOfNumbers(LogHead head) {
        List<String> lines = head.text()
                .lines()
                .filter(line -> !line.isBlank())
                .limit(FEWEST_NUMBERS)
                .toList();
        return lines.size() == FEWEST_NUMBERS
                && TagFile.name(head.fileName()).isPresent()
                && lines.stream().map(line -> Delimiter.of(line).cells(line)).allMatch(CsvHeading::isNumber);
    }

    private static boolean isNumber(List<String> cells) {
        return (cells.size() == 1
                        || cells.size() == 2 && COUNT.matcher(cells.get(0)).matches())
                && isValue(cells.get(cells.size() - 1));
    }

    /** True if cells are names, and not values. */
    static boolean isHeading(List<String> cells) {
        long named = cells.stream().filter(cell -> !cell.isBlank()).count();
        return named > 0 && cells.stream().noneMatch(CsvHeading::isValue);
    }

    /** True if a line is the heading of a table with a known column, and no line for people. */
    public static boolean isIn(String line, SignalMap mapped) {
        Delimiter delimiter = Delimiter.of(line);
        List<String> cells = delimiter.cells(line);
        return delimiter.isOfTables()
                && cells.stream()
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

    private static boolean isValue(String cell) {
        return LoggedNumber.parse(cell.strip().replace(',', '.')).isPresent();
    }

    private static List<String> lower(List<String> cells) {
        return cells.stream()
                .distinct()
                .map(cell -> cell.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String tag(String name, List<String> cells, String file) {
        boolean step = lower(cells).contains("step");
        return name.equalsIgnoreCase("value") && step ? TagFile.name(file).orElse(name) : name;
    }

    private static String exported(String cell) {
        Matcher matcher = EXPORTED.matcher(cell.strip());
        return matcher.matches() && matcher.group(2) == null ? matcher.group(1) : "";
    }

    /** Stable-Baselines3 and Gym write a row for each episode: its reward, its length, the seconds so far. */
    private static String monitor(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "r" -> "episode_reward";
            case "l" -> "episode_length";
            default -> "seconds";
        };
    }

    private static String once(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + " " + i;
        }
        return free;
    }
}
