package io.gradwatch.detection.synthetic;

import io.gradwatch.detection.synthetic.family.Draw;
import io.gradwatch.detection.synthetic.family.HealthyFamily;
import io.gradwatch.detection.synthetic.family.SyntheticRun;
import io.gradwatch.schema.Telemetry;
import java.util.function.Consumer;

/**
 * A healthy run in which something goes wrong.
 *
 * @param kind what goes wrong
 * @param size of the effect, in the unit of the kind
 * @param base the run without the fault
 * @param onsetRow first row that the fault touches, from 0
 */
public record PlantedFault(FaultKind kind, double size, SyntheticRun base, long onsetRow) {

    /**
     * The fault of a seed, in a family and at a place that are drawn: after a fifth and before seven tenths of the run.
     */
    static PlantedFault drawn(FaultKind kind, double size, long seed, long order) {
        Draw draw = new Draw("fault " + kind + size, seed);
        var bases = kind.bases();
        HealthyFamily family = bases.get((int) draw.whole(0, bases.size() - 1));
        SyntheticRun base = family.drawn(seed, order);
        base = family.perEpoch() && base.rows() < 20 ? family.run(seed, 20 + draw.whole(0, 40)) : base;
        long onset = kind.fromStart() ? 0 : Math.round(draw.between(0.2, 0.7) * base.rows());
        return new PlantedFault(kind, size, base, onset);
    }

    /** Sends all events of the run with the fault. */
    public void feed(Consumer<Telemetry> events) {
        feed(events, new Planting(this));
    }

    /** The same; afterwards {@code planting} knows the steps of onset and end. */
    void feed(Consumer<Telemetry> events, Planting planting) {
        base.feed(events, planting);
    }
}
