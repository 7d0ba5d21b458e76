package io.gradwatch.agent.logs.text.table;

import io.gradwatch.agent.logs.text.line.NumberText;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tables whose columns are the data and whose rows are the values: {@code Training | Validation}, {@code loss | 2.5 |
 * 2.75}.
 */
final class DataColumns {

    private final List<String> data;

    private DataColumns(List<String> data) {
        this.data = data;
    }

    /** The heading that a line is; empty where it is none. */
    static Optional<DataColumns> of(String line, TextNames names) {
        List<String> cells = line.indexOf('|') < 0 ? List.of() : TableCells.RULES.of(line);
        List<String> data = new ArrayList<>();
        for (String cell : cells) {
            Optional<String> split = cell.isEmpty() ? Optional.empty() : names.split(cell);
            if (split.isEmpty()) {
                if (!cell.isEmpty() || !data.isEmpty()) {
                    return Optional.empty();
                }
                continue;
            }
            data.add(split.get());
        }
        return data.size() > 1 ? Optional.of(new DataColumns(data)) : Optional.empty();
    }

    /** The line as a row of it, with a value for each data; empty where it is none. */
    Optional<ReadLine> row(String line, TextNames names) {
        List<String> cells = line.indexOf('|') < 0 ? List.of() : TableCells.RULES.of(line);
        if (cells.size() != data.size() + 1
                || cells.get(0).isEmpty()
                || !Character.isLetter(cells.get(0).charAt(0))) {
            return Optional.empty();
        }
        ReadLine read = new ReadLine();
        read.shape = "data " + cells.get(0);
        read.clear = true;
        for (int i = 0; i < data.size(); i++) {
            String name = (data.get(i).equals("train") ? "train " : data.get(i) + "/") + cells.get(0);
            NumberText.of(cells.get(i + 1)).ifPresent(number -> read.put(name, number.text()));
        }
        return read.values.isEmpty() ? Optional.empty() : Optional.of(read);
    }
}
