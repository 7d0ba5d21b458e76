package io.gradwatch.agent.attach.file;

import java.util.List;

/**
 * Rows of a file that were read at one time.
 *
 * @param rows that were not told before; empty when there is nothing new
 * @param begins true if the first of them is the first of a log: of a file not read before, or of one in its place
 * @param after state of the file behind them
 * @param finished true if the log says that the training came to its end
 */
public record ReadRows(List<ReadRow> rows, boolean begins, FileState after, boolean finished) {}
