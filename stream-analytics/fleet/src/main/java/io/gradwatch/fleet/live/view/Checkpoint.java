package io.gradwatch.fleet.live.view;

import io.gradwatch.fleet.api.Described;
import java.util.Map;

/** A checkpoint that the job saved. */
public record Checkpoint(
        @Described("Attempt that saved it.") int attempt,

        @Described("Steps done before it; -1 where that is not known.")
        long step,

        @Described("Path, address or name, as the job spells it.")
        String path,

        @Described("Time of saving, since 1970-01-01 UTC; 0 where that is not known.")
        long savedMillis,

        @Described("Size in bytes; null where it is not known.")
        Long sizeBytes,

        @Described("Values by which the job judges it.") Map<String, Double> metrics) {}
