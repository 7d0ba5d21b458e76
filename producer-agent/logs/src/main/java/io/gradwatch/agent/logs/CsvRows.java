package io.gradwatch.agent.logs;

import java.util.List;
import java.util.Optional;

/** Rows of cells under a heading. */
interface CsvRows extends AutoCloseable {

    /** The names of the columns, as the heading has them. */
    List<String> columns();

    /**
     * The cells of the next row, as many as there are columns; empty after the last one.
     *
     * @throws UnreadableLogException when the file cannot be read any further
     */
    Optional<List<String>> next() throws UnreadableLogException;

    /** A problem of the row at hand. */
    UnreadableLogException problem(String says);

    @Override
    void close();
}
