package io.gradwatch.detection.synthetic.family;

import java.util.Set;

/**
 * Curves of one kind that a careful engineer calls healthy.
 *
 * @param name in kebab case
 * @param perEpoch whether a row is an epoch; a step otherwise
 * @param traits what planted faults may count on
 * @param objective what the runs declare of their loss, or null where they declare nothing
 * @param recipe makes the curve of a seed
 */
public record HealthyFamily(String name, boolean perEpoch, Set<Trait> traits, String objective, Recipe recipe) {

    /** Rows of the longest log with a row per epoch. */
    static final long MOST_EPOCHS = 300;

    /** Draws the parameters of a curve and begins it. */
    @FunctionalInterface
    interface Recipe {
        Curve begin(Draw draw, long rows);
    }

    static HealthyFamily steps(String name, Recipe recipe, Trait... traits) {
        return new HealthyFamily(name, false, Set.of(traits), null, recipe);
    }

    static HealthyFamily epochs(String name, Recipe recipe, Trait... traits) {
        return new HealthyFamily(name, true, Set.of(traits), null, recipe);
    }

    /** The same family, whose runs declare what their loss means. */
    HealthyFamily declaring(String meaning) {
        return new HealthyFamily(name, perEpoch, traits, meaning, recipe);
    }

    /** The run of a seed, of the given length in rows. */
    public SyntheticRun run(long seed, long rows) {
        return new SyntheticRun(this, seed, rows);
    }

    /** The run of a seed with a length of the given order: 100 stands for 100 to 316 rows; 8 to 300 rows per epoch. */
    public SyntheticRun drawn(long seed, long order) {
        Draw draw = new Draw("length " + name, seed);
        long rows = perEpoch ? Math.round(draw.magnitude(8, MOST_EPOCHS)) : Math.round(draw.magnitude(1, 3.16) * order);
        return run(seed, rows);
    }
}
