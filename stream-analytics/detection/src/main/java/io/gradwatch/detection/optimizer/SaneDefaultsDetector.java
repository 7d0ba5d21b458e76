package io.gradwatch.detection.optimizer;

import com.google.auto.service.AutoService;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;

/**
 * Fires when the configuration that a run declares departs from sane defaults in a way that is likely to hurt.
 *
 * <p><b>Meaning</b> Start simple: Adam at 3e-4, ReLU in hidden layers, no strong regularization, an output that fits
 * the loss (K12). Each departure is named with what to do; it may be meant.
 *
 * <p><b>Input</b> Hyper-parameters, layers with their activations, and objective of the declaration; nothing is said of
 * what is not declared.
 *
 * <p><b>Statistic and thresholds</b> See {@link Departures}, with the source of each number.
 *
 * <p><b>Firing and recovery</b> Info, once, at the first step; stays until the end of the attempt.
 *
 * <p><b>Cost and limits</b> One byte of state a run, O(layers) at the first step. Names of hyper-parameters are
 * guessed: another name for the learning rate is not seen.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class SaneDefaultsDetector extends SpecifiedDetector<SaneDefaultsDetector.State> {

    /** For the service loader. */
    public SaneDefaultsDetector() {
        super(State::new, DetectorSpec.of("sane-defaults", AlertClass.UNDERFITTING, Severity.INFO));
    }

    /** True if it has judged. A plain state. */
    public static class State {
        /** True if the first step was seen. */
        public boolean seen;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        if (state.seen) {
            return Verdict.UNCHANGED;
        }
        state.seen = true;
        List<Departures.Departure> departures = Departures.of(context.run());
        return departures.isEmpty() ? Verdict.UNCHANGED : Verdict.firing(finding(departures, step.getStep()));
    }

    private static Finding.Builder finding(List<Departures.Departure> departures, long step) {
        String first = departures.get(0).text();
        int others = departures.size() - 1;
        String more = others == 0 ? "" : " (and " + others + " more)";
        Finding.Builder finding = Finding.builder(
                        Severity.INFO, step, "The configuration departs from sane defaults" + more + ": " + first)
                .evidence(Reading.count("departures", departures.size(), "departures")
                        .above(0));
        if (others > 0) {
            finding.evidence(Reading.count("other departures", others, "departures"));
        }
        for (Departures.Departure departure : departures) {
            finding.cause(departure.text(), departure.item()).remedy(departure.remedy(), departure.item());
        }
        return finding;
    }
}
