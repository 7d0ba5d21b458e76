package io.gradwatch.detection.spi;

import io.gradwatch.schema.ReferenceCurve;
import java.util.List;

/**
 * The known results that a run is compared with.
 *
 * @param curves each named by where it comes from
 * @param fewest curves that must reach a place for the run to be judged there, 1 or more
 */
public record References(List<ReferenceCurve> curves, int fewest) {

    /** Nothing to compare with. */
    public static final References NONE = new References(List.of(), 1);

    /** True if there is nothing to compare with. */
    public boolean isEmpty() {
        return curves.isEmpty();
    }
}
