package io.gradwatch.alerting.message;

import java.util.List;

/**
 * Table of a summary, for a channel that can show one. All texts are plain, as in a {@link Message}.
 *
 * @param columns headings of the columns; the first is that of the whole table
 * @param rows with as many cells each
 */
public record Table(List<String> columns, List<Row> rows) {

    /**
     * A row.
     *
     * @param link address for its first cell; empty where there is none
     */
    public record Row(List<String> cells, String link) {}
}
