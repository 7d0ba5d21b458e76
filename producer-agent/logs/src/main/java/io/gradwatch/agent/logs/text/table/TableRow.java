package io.gradwatch.agent.logs.text.table;

import io.gradwatch.agent.logs.text.line.Count;
import io.gradwatch.agent.logs.text.line.CountWords;
import io.gradwatch.agent.logs.text.line.LineNames;
import io.gradwatch.agent.logs.text.line.LossWords;
import io.gradwatch.agent.logs.text.line.NumberText;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Cells of a row under the names of a table's columns. */
final class TableRow {

    private static final Set<String> OF_DATA = Set.of("phase", "split", "set", "mode", "stage", "type", "data", "kind");

    private final List<String> columns;
    private final TextNames names;
    private final boolean ofEvaluation;
    private final ReadLine read = new ReadLine();

    /** @param ofEvaluation true if the table only tells evaluations, and counts nothing */
    TableRow(List<String> columns, TextNames names, boolean ofEvaluation) {
        this.columns = columns;
        this.names = names;
        this.ofEvaluation = ofEvaluation;
    }

    /** True if a column counts epochs or steps. */
    static boolean isCount(String column, TextNames names) {
        String word = column.substring(column.lastIndexOf(' ') + 1);
        return isEpoch(column, names)
                || column.equals("#")
                || CountWords.isStep(column)
                || (CountWords.isStep(word) || word.equals("counter"))
                        && !CountWords.isOther(List.of(column.split(" ")))
                || names.kind(column) == TextNames.Kind.STEP;
    }

    private static boolean isEpoch(String column, TextNames names) {
        return CountWords.isEpoch(column) || column.equals("E") || names.kind(column) == TextNames.Kind.EPOCH;
    }

    /** The row; empty where it has too few numbers, or no count. */
    Optional<ReadLine> read(List<String> cells) {
        read.shape = String.valueOf(columns);
        read.clear = true;
        int numbers = 0;
        for (int i = 0; i < columns.size(); i++) {
            numbers += cell(columns.get(i), cells.get(i)) ? 1 : 0;
        }
        boolean enough = numbers >= Math.max(2, columns.size() / 3) && (ofEvaluation || read.counts());
        return enough ? Optional.of(read) : Optional.empty();
    }

    private boolean cell(String column, String cell) {
        if (cell.isEmpty()) {
            return false;
        }
        Optional<String> data = data(column, cell);
        if (data.isPresent()) {
            read.split = data.get().equals("train") ? null : data.get();
            return false;
        }
        if (cell.charAt(0) == '[' && cell.charAt(cell.length() - 1) == ']') {
            return terms(column, cell.substring(1, cell.length() - 1));
        }
        int slash = cell.indexOf('/');
        Optional<NumberText> found = NumberText.before(slash > 0 ? cell.substring(0, slash) : cell);
        if (found.isEmpty()) {
            return false;
        }
        NumberText number = found.get();
        boolean epoch = isEpoch(column, names);
        if (epoch || isCount(column, names)) {
            count(column, epoch, number, slash > 0 ? total(cell.substring(slash + 1)) : -1);
            return true;
        }
        String name = names.split(column)
                .map(split -> split.equals("train") ? "train loss" : split + "/loss")
                .orElseGet(() -> column.replace("Box(", "").replace('(', ' ').replace(")", ""));
        boolean told = names.namesSplit(name) || isOfTheRow(name);
        String data2 = ofEvaluation || column.startsWith("ENTS_") || column.equals("SCORE") ? "val" : read.split;
        String whole = data2 == null || told ? name : data2 + "/" + name;
        read.put(whole, LineNames.plain(number.percent() ? "%" + number.text() : number.text(), isAccuracy(whole)));
        return true;
    }

    /** Terms of a loss, {@code [0.5, 0.25]}: the loss is their sum. Of other lists nothing is known but the first. */
    private boolean terms(String column, String list) {
        double sum = 0;
        int count = 0;
        for (String term : list.strip().split("[,\\s]+")) {
            Optional<NumberText> number = NumberText.of(term);
            if (number.isEmpty()) {
                return false;
            }
            sum += count == 0 || LossWords.isLoss(column) ? number.get().value() : 0;
            count++;
        }
        read.put(column, String.valueOf(sum).replace("NaN", "nan").replace("Infinity", "inf"));
        return true;
    }

    private boolean isAccuracy(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        return names.kind(name) == TextNames.Kind.ACCURACY || plain.endsWith("accuracy") || plain.endsWith("acc");
    }

    private boolean isOfTheRow(String name) {
        TextNames.Kind kind = names.kind(name);
        return kind == TextNames.Kind.TRAINING || kind == TextNames.Kind.TIME;
    }

    private void count(String column, boolean epoch, NumberText number, long total) {
        double value = number.value();
        Count count = new Count(Double.isFinite(value) ? value : 0, total);
        if (epoch) {
            read.epoch = read.epoch == null ? count : read.epoch;
        } else if (read.step == null) {
            read.step = count;
            read.stepWord = column;
        }
    }

    /** The data that a cell says its row is of: {@code Validation}, or {@code V} under {@code T/V}. */
    private Optional<String> data(String column, String cell) {
        if (!Character.isLetter(cell.charAt(0))) {
            return Optional.empty();
        }
        String plain = column.toLowerCase(Locale.ROOT);
        if (cell.length() == 1 && (plain.indexOf('/') > 0 || OF_DATA.contains(plain))) {
            return Optional.ofNullable(
                    switch (Character.toLowerCase(cell.charAt(0))) {
                        case 't' -> "train";
                        case 'v', 'e' -> "val";
                        default -> null;
                    });
        }
        return names.split(cell);
    }

    private static long total(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : -1;
    }
}
