package io.gradwatch.detection.synthetic.family;

import java.util.List;
import java.util.stream.Stream;

/**
 * All families of healthy curves.
 *
 * <p>The rules that they follow: a lone outlier inside heavy-tailed or lognormal noise is healthy, a spike of many
 * times the loss in quiet noise is not, and no family has one. A gap that grows while validation merely stops falling,
 * or wanders without a trend, is healthy; none gets worse for good. What only a declaration can tell from a fault, such
 * as a generator's loss that rises, is declared. A level that changes for a reason outside of the curve, as with a
 * curriculum of sequence lengths, is ambiguous and left out.
 */
public final class HealthyCurves {

    private static final List<HealthyFamily> FAMILIES = Stream.of(
                    EpochFamilies.all(),
                    StepFamilies.all(),
                    NoiseFamilies.all(),
                    ObjectiveFamilies.all(),
                    LogFamilies.all())
            .flatMap(List::stream)
            .toList();

    private HealthyCurves() {}

    /** Every family, always in the same order. */
    public static List<HealthyFamily> families() {
        return FAMILIES;
    }

    /**
     * The family of a name.
     *
     * @throws IllegalArgumentException naming all families when there is none
     */
    public static HealthyFamily family(String name) {
        return FAMILIES.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("family was '" + name + "' but it must be one of "
                        + FAMILIES.stream().map(HealthyFamily::name).toList()));
    }
}
