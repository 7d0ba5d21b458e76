package io.gradwatch.fleet.live.view;

import io.gradwatch.fleet.api.Described;

/** A column that runs have by a name of their own. */
@Described(name = "RunColumn")
public record ColumnCount(
        @Described("The column, such as config.optimizer.") String column,
        @Described("Runs that have a value in it.") long runs) {}
