package io.gradwatch.agent.logs.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tables as programs print them: a line of names, then lines of as many numbers. Columns stand between blanks, tabs,
 * commas or lines.
 */
final class TableHeading {

    private static final Pattern RULES = Pattern.compile("[|\u2502\u2503\u2551\u250a]");
    private static final Pattern WIDE = Pattern.compile("\t+|\\s{2,}");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern COMMAS = Pattern.compile(",");
    private static final Pattern BAR = Pattern.compile("\\s*:\\s*\\d{1,3}%.*$");
    private static final Pattern[] BETWEEN = {RULES, WIDE, BLANKS, COMMAS};
    private static final Pattern[] BARRED_BETWEEN = {BLANKS};
    private static final int MOST_COLUMNS = 60;
    private static final int MOST_NUMBERS = 3;

    private final List<String> columns;
    private final Pattern between;
    private final boolean ofEvaluation;
    private final boolean counts;

    private TableHeading(List<String> columns, Pattern between, boolean counts, boolean ofEvaluation) {
        this.columns = columns;
        this.between = between;
        this.counts = counts;
        this.ofEvaluation = ofEvaluation;
    }

    /** The heading that a line is; empty where it is none. */
    static Optional<TableHeading> of(String line, TextNames names) {
        if (line.length() > 1_000 || line.indexOf('=') >= 0 || line.isEmpty() || hasNumbers(line)) {
            return Optional.empty();
        }
        String text = line.startsWith("copypaste: ") ? line.substring("copypaste: ".length()) : line;
        boolean barred = BAR.matcher(text).find();
        String plain = BAR.matcher(text).replaceAll("");
        for (Pattern between : barred ? BARRED_BETWEEN : BETWEEN) {
            List<String> cells = cells(plain, between);
            if (cells.size() < 2
                    || cells.size() > MOST_COLUMNS
                    || !cells.stream().allMatch(TableHeading::isName)) {
                continue;
            }
            boolean counts = cells.stream().limit(2).anyMatch(cell -> isCount(cell, names));
            boolean loss =
                    cells.stream().anyMatch(cell -> names.kind(cell) == TextNames.Kind.LOSS || LossWords.isLoss(cell));
            boolean precision = cells.stream().anyMatch(cell -> cell.startsWith("mAP") || cell.equals("AP"));
            if (counts && loss && cells.size() > 2 || counts && loss) {
                return Optional.of(new TableHeading(cells, between, true, false));
            }
            if (precision && (barred || between == COMMAS)) {
                return Optional.of(new TableHeading(cells, between, false, true));
            }
        }
        return Optional.empty();
    }

    /** Most lines are no headings because of their numbers, which is soon known; names have one at most. */
    private static boolean hasNumbers(String line) {
        int numbers = 0;
        for (int i = 1; i < line.length() && line.indexOf('%') < 0; i++) {
            boolean starts = Character.isDigit(line.charAt(i)) && Character.isWhitespace(line.charAt(i - 1));
            numbers += starts ? 1 : 0;
            if (numbers == MOST_NUMBERS) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCount(String cell, TextNames names) {
        return CountWords.isEpoch(cell)
                || cell.equals("#")
                || cell.equals("E")
                || CountWords.isStep(cell)
                || names.kind(cell) == TextNames.Kind.EPOCH
                || names.kind(cell) == TextNames.Kind.STEP;
    }

    private static boolean isName(String cell) {
        return !cell.isEmpty() && Character.isLetter(cell.charAt(0)) && cell.length() <= 40 && cell.indexOf(':') < 0
                || cell.startsWith("#")
                || cell.startsWith("mAP@");
    }

    private static List<String> cells(String line, Pattern between) {
        String text = line.strip();
        if (between == RULES) {
            text = text.replaceAll("^[|\u2502\u2503\u2551\u250a]|[|\u2502\u2503\u2551\u250a]$", "");
            if (text.equals(line.strip()) && !RULES.matcher(text).find()) {
                return List.of();
            }
        }
        return new ArrayList<>(Arrays.stream(between.split(text, MOST_COLUMNS + 1))
                .map(String::strip)
                .filter(cell -> !cell.isEmpty() || between == RULES)
                .filter(cell -> between != RULES || true)
                .toList());
    }

    /** The line as a row of the table; empty where it is none. */
    Optional<ReadLine> row(String line, TextNames names) {
        boolean barred = BAR.matcher(line).find();
        String plain = line.startsWith("copypaste: ") ? line.substring("copypaste: ".length()) : line;
        String text = BAR.matcher(plain).replaceAll("");
        List<String> cells = cells(text, between);
        if (cells.size() != columns.size() && between == WIDE) {
            cells = cells(text, BLANKS);
        }
        if (cells.size() != columns.size() || cells.size() < 2) {
            return Optional.empty();
        }
        ReadLine read = new ReadLine();
        read.shape = String.valueOf(columns);
        read.clear = true;
        int numbers = 0;
        for (int i = 0; i < columns.size(); i++) {
            numbers += cell(read, columns.get(i), cells.get(i), names) ? 1 : 0;
        }
        if (numbers < Math.max(2, columns.size() / 3) || counts && !read.counts()) {
            return Optional.empty();
        }
        if (barred) {
            read.bar = true;
            ReadLine state = LineScanner.read(line, names);
            boolean atEnd = line.contains("100%") || state.step != null && state.step.isLast();
            read.step = new Count(atEnd ? 1 : 0, 1);
        }
        return Optional.of(read);
    }

    private boolean cell(ReadLine read, String column, String cell, TextNames names) {
        if (cell.isEmpty() || !(Character.isDigit(cell.charAt(0)) || "-+.nNiI".indexOf(cell.charAt(0)) >= 0)) {
            return false;
        }
        int slash = cell.indexOf('/');
        NumberText number = NumberText.at(slash > 0 ? cell.substring(0, slash) : cell, 0);
        if (number.text() == null || number.text().isEmpty()) {
            return false;
        }
        boolean epoch = CountWords.isEpoch(column) || column.equals("E") || names.kind(column) == TextNames.Kind.EPOCH;
        boolean step = !epoch && isCount(column, names);
        if (epoch || step) {
            long total = slash > 0 ? total(cell.substring(slash + 1)) : -1;
            Count count = new Count(
                    Double.parseDouble(number.text().replace("inf", "0").replace("nan", "0")), total);
            read.epoch = epoch && read.epoch == null ? count : read.epoch;
            read.step = step && read.step == null ? count : read.step;
            read.stepWord = step ? column : read.stepWord;
            return true;
        }
        String name = column.replace("Box(P", "P").replace(")", "");
        read.put(
                (ofEvaluation || column.startsWith("ENTS_") || column.equals("SCORE")) && !names.namesSplit(name)
                        ? "val/" + name
                        : name,
                number.text());
        return true;
    }

    private static long total(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : -1;
    }
}
