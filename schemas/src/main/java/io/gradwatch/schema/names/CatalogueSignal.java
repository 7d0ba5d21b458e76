package io.gradwatch.schema.names;

import java.util.List;
import java.util.Optional;

/**
 * A value that Gradwatch knows.
 *
 * @param id on the command line, without its data: {@code loss}, of which {@code val_loss} is one
 * @param field of a step that holds it
 * @param metric that it becomes where it has no field
 * @param unit such as {@code ms}, empty where it has none or it depends
 * @param meaning of its column, in words; empty where it has no column
 * @param section of the run's page
 * @param better direction
 * @param kind of loss
 * @param bySplit true where it is measured for each split
 * @param fields names that mean it in a call of an API, in lower case
 * @param spellings that mean it in a log, as {@link NameWords#joined}, the best first
 */
public record CatalogueSignal(
        String id,
        Optional<StepField> field,
        Optional<String> metric,
        String unit,
        String meaning,
        Optional<String> section,
        Better better,
        LossKind kind,
        boolean bySplit,
        List<String> fields,
        List<String> spellings) {}
