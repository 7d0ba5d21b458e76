package io.gradwatch.agent.logs.text.table;

import io.gradwatch.agent.logs.text.line.Count;
import io.gradwatch.agent.logs.text.line.LineMarks;
import io.gradwatch.agent.logs.text.line.LineScanner;
import io.gradwatch.agent.logs.text.line.LossWords;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tables as programs print them: a line of names, or two, then lines of as many numbers. Columns stand between blanks,
 * tabs, commas or lines.
 */
final class TableHeading {

    private static final Pattern BAR = Pattern.compile("\\s*:\\s*\\d{1,3}%.*$");
    private static final Pattern COMMENT = Pattern.compile("^#\\s+(?=\\p{L}.*\\s\\S)");
    private static final Pattern APART = Pattern.compile("\\S(?:\\s{2,}|\t)\\S");
    private static final List<TableCells> BETWEEN =
            List.of(TableCells.RULES, TableCells.WIDE, TableCells.BLANKS, TableCells.COMMAS);
    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_CHARS = 1_000;
    private static final int MOST_NUMBERS = 3;
    /** A count that stands last is one in a wide table; in a short line it may be a word. */
    private static final int FEWEST_BEFORE_COUNT = 5;

    private static final int FEWEST_EVALUATED = 4;

    /** A row of the {@code results.txt} of YOLOv5 up to 4.0 and of YOLOv7, whose {@code train.py} writes no heading. */
    private static final Pattern YOLO_RESULTS =
            Pattern.compile("\\d{1,6}/\\d{1,6}\\s{1,20}[\\d.]{1,9}G(?:\\s{1,20}[-+.\\deEnaif]{1,20}){13}");

    private static final List<String> OF_YOLO_RESULTS = List.of("""
            Epoch gpu_mem box obj cls total labels img_size val/P val/R val/mAP@.5 val/mAP@.5:.95
            val/box_loss val/obj_loss val/cls_loss""".split("\\s+"));

    private final List<String> columns;
    private final TableCells between;
    private final boolean ofEvaluation;

    private TableHeading(List<String> columns, TableCells between, boolean ofEvaluation) {
        this.columns = columns;
        this.between = between;
        this.ofEvaluation = ofEvaluation;
    }

    /**
     * The heading that a line is; empty where it is none.
     *
     * @param before the line before it, the first of a heading of two; empty for none
     */
    static Optional<TableHeading> of(String line, String before, TextNames names) {
        if (line.length() > LONGEST_CHARS || line.indexOf('=') >= 0 || line.isEmpty() || hasNumbers(line)) {
            return Optional.empty();
        }
        String text = COMMENT.matcher(withoutMark(line)).replaceFirst("");
        boolean barred = BAR.matcher(text).find();
        String plain = BAR.matcher(text).replaceAll("");
        for (TableCells cells : barred ? List.of(TableCells.BLANKS) : BETWEEN) {
            List<String> columns = cells.of(plain);
            if (columns.size() < 2
                    || columns.size() > TableCells.MOST
                    || !columns.stream().allMatch(TableHeading::isName)) {
                continue;
            }
            boolean counts = columns.stream().limit(2).anyMatch(cell -> TableRow.isCount(cell, names))
                    || columns.size() >= FEWEST_BEFORE_COUNT
                            && names.kind(columns.get(columns.size() - 1)) == TextNames.Kind.STEP;
            if (counts && hasLoss(columns, names)) {
                return Optional.of(new TableHeading(columns, cells, false));
            }
            boolean precision = columns.stream().anyMatch(cell -> cell.startsWith("mAP") || cell.equals("AP"));
            if (precision && (barred || cells == TableCells.COMMAS)) {
                return Optional.of(new TableHeading(columns, cells, true));
            }
        }
        return before.isEmpty() ? Optional.empty() : ofTwo(before, plain, names);
    }

    /** The heading that the first row of a known table lacks; empty where it is none. */
    static Optional<TableHeading> unwritten(String row) {
        return YOLO_RESULTS.matcher(row).matches()
                ? Optional.of(new TableHeading(OF_YOLO_RESULTS, TableCells.BLANKS, false))
                : Optional.empty();
    }

    private static Optional<TableHeading> ofTwo(String first, String second, TextNames names) {
        boolean apart = APART.matcher(first).find() || APART.matcher(second).find();
        for (TableCells cells : List.of(TableCells.RULES, TableCells.WIDE, TableCells.BLANKS)) {
            List<String> columns = apart ? cells.joined(first, second) : List.of();
            if (columns.size() > 2
                    && columns.size() <= TableCells.MOST
                    && columns.stream().allMatch(cell -> !cell.isEmpty() && Character.isLetter(cell.charAt(0)))
                    && columns.stream().anyMatch(cell -> TableRow.isCount(cell, names))
                    && hasLoss(columns, names)) {
                return Optional.of(new TableHeading(columns, cells, false));
            }
        }
        return Optional.empty();
    }

    private static boolean hasLoss(List<String> columns, TextNames names) {
        return columns.stream().anyMatch(cell -> names.kind(cell) == TextNames.Kind.LOSS || LossWords.isLoss(cell));
    }

    /** Most lines are no headings because of their numbers, which is soon known; names have one at most. */
    private static boolean hasNumbers(String line) {
        int numbers = 0;
        for (int i = 1; i < line.length() && line.indexOf('%') < 0; i++) {
            boolean starts = LineMarks.isDigit(line.charAt(i)) && Character.isWhitespace(line.charAt(i - 1));
            numbers += starts ? 1 : 0;
            if (numbers == MOST_NUMBERS) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(String cell) {
        return !cell.isEmpty()
                        && Character.isLetter(cell.charAt(0))
                        && cell.length() <= LONGEST_NAME
                        && cell.indexOf(':') < 0
                || cell.startsWith("#")
                || cell.startsWith("mAP@");
    }

    private static String withoutMark(String line) {
        return line.startsWith("copypaste: ") ? line.substring("copypaste: ".length()) : line;
    }

    /** True if its columns are set apart by lines, as those of a {@link BoxTable} are. */
    boolean isRuled() {
        return between == TableCells.RULES;
    }

    /** The line as a row of the table; empty where it is none. */
    Optional<ReadLine> row(String line, TextNames names) {
        boolean barred = line.indexOf('%') >= 0 && BAR.matcher(line).find();
        String plain = withoutMark(line);
        String text = barred ? BAR.matcher(plain).replaceAll("") : plain;
        List<String> cells = between.of(text);
        if (cells.size() != columns.size() && between == TableCells.WIDE) {
            cells = TableCells.BLANKS.of(text);
        }
        boolean numbered = between != TableCells.RULES
                && cells.size() == columns.size() + 1
                && cells.get(0).matches("\\d{1,9}");
        // pandas numbers the rows in a column without a name.
        cells = numbered ? cells.subList(1, cells.size()) : cells;
        // YOLO heads more columns than it fills where nothing was found.
        boolean fits = cells.size() == columns.size()
                || ofEvaluation
                        && cells.size() < columns.size()
                        && cells.size() > FEWEST_EVALUATED
                        && Character.isLetter(cells.get(0).charAt(0));
        if (!fits) {
            return Optional.empty();
        }
        Optional<ReadLine> read = new TableRow(columns.subList(0, cells.size()), names, ofEvaluation).read(cells);
        if (read.isPresent() && barred) {
            read.get().bar = true;
            ReadLine state = LineScanner.read(line, names);
            boolean atEnd = line.contains("100%") || state.step != null && state.step.isLast();
            read.get().step = new Count(atEnd ? 1 : 0, 1);
        }
        return read;
    }
}
