package io.gradwatch.schema.names;

import java.util.List;
import java.util.Optional;

/**
 * A value that Gradwatch knows.
 *
 * @param id on the command line, without its data: {@code loss}, of which {@code val_loss} is one
 * @param field of the record {@code Step} that holds it
 * @param series under which the page shows it
 * @param metric that it becomes where it has no field
 * @param unit such as {@code ms}, empty where it has none or it depends
 * @param section of the run's page
 * @param better direction
 * @param bySplit whether it is told of the data of each split
 * @param fields names that mean it in a call of an API, in lower case
 * @param spellings that mean it in a log, as {@link NameWords#joined}, the best first
 */
public record Signal(
        String id,
        Optional<String> field,
        Optional<String> series,
        Optional<String> metric,
        String unit,
        Optional<String> section,
        Better better,
        boolean bySplit,
        List<String> fields,
        List<String> spellings) {}
