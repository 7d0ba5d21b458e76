package io.gradwatch.agent.logs.text.table;

import io.gradwatch.agent.logs.text.line.LineScanner;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lines that belong together: tables under a heading, boxes, indented blocks. What is of none is read by itself. */
public final class LineBlocks {

    /** A line, with its text: empty where the line is of a block and says nothing alone. */
    public record Part(ReadLine line, String text) {}

    private final TextNames names;
    private final BoxTable box;
    private final IndentedBlock block;
    private TableHeading heading;
    private DataColumns columns;
    private String before = "";

    public LineBlocks(TextNames names) {
        this.names = names;
        this.box = new BoxTable(names);
        this.block = new IndentedBlock(names);
    }

    /**
     * Reads a line.
     *
     * @param text without what its way added
     * @param raw with its indentation
     * @return the line, and before it the lines of the block that it ends
     */
    public List<Part> read(String text, String raw) {
        if (block.takes(raw)) {
            return List.of();
        }
        List<Part> parts = end();
        if (!text.isEmpty()) {
            one(text).ifPresent(line -> parts.add(new Part(line, text)));
        }
        return parts;
    }

    /** Lines of a block that no line follows. */
    public List<Part> end() {
        List<Part> parts = new ArrayList<>();
        if (block.isOpen()) {
            block.end().forEach(line -> parts.add(new Part(line, "")));
        }
        return parts;
    }

    private Optional<ReadLine> one(String text) {
        String last = before;
        before = text;
        if (heading == null) {
            heading = TableHeading.unwritten(text).orElse(null);
        }
        if (heading != null && heading.isRuled()) {
            Optional<ReadLine> row = heading.row(text, names);
            if (row.isPresent()) {
                return row;
            }
        }
        Optional<TableHeading> found = TableHeading.of(text, last, names);
        if (found.isPresent()) {
            heading = found.get();
            return Optional.empty();
        }
        Optional<DataColumns> data = DataColumns.of(text, names);
        if (data.isPresent()) {
            columns = data.get();
            return Optional.empty();
        }
        Optional<ReadLine> byData = columns == null ? Optional.empty() : columns.row(text, names);
        if (byData.isPresent()) {
            return byData;
        }
        Optional<ReadLine> boxed = box.ended(text);
        if (boxed.isPresent() || box.takes(text)) {
            return boxed;
        }
        if (heading != null) {
            Optional<ReadLine> row = heading.row(text, names);
            if (row.isPresent()) {
                return row;
            }
        }
        return Optional.of(LineScanner.read(text, names));
    }
}
