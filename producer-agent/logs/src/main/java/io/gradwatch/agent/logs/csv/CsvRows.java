package io.gradwatch.agent.logs.csv;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.file.WrongRowException;
import java.util.List;
import java.util.Optional;

/** Rows of cells under a heading. */
interface CsvRows extends AutoCloseable {

    /** The names of the columns, as the last heading has them; an empty name is that of a column to leave out. */
    List<String> columns();

    /**
     * The cells of the next row, as many as there are columns; empty after the last one.
     *
     * @throws UnreadableLogException when the file cannot be read any further
     * @throws WrongRowException when this row cannot be read; the next one may be
     */
    Optional<List<String>> next() throws UnreadableLogException, WrongRowException;

    /** Whether a heading stood before the row at hand, in the middle of the table. */
    boolean restarted();

    /** A problem of the row at hand. */
    UnreadableLogException problem(String says);

    @Override
    void close();
}
