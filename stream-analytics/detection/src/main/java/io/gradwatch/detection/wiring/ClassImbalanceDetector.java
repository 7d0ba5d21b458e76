package io.gradwatch.detection.wiring;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;
import java.util.Locale;

/**
 * Fires when one class holds at least `majority` of the training labels, or one less than `rare` of its even share.
 *
 * <p><b>Meaning</b> The loss is nearly all about the common classes, and a network that always answers with the most
 * common one looks good. Usual causes: the data are like that; they are sorted by class and not shuffled; a class was
 * lost on the way (K21).
 *
 * <p><b>Input</b> {@code labelCounts} of the steps of the speaking rank, examples by class.
 *
 * <p><b>Statistic</b> Shares of the examples of the last batches ({@link ClassCounts}), from `examples` a class on. The
 * even share of C classes is 1 / C.
 *
 * <p><b>Thresholds</b> See {@link #spec()}; shares from 0 to 1. With 100 examples a class, an even class falls below a
 * tenth of its share by chance with a probability under 1e-20. Own choice.
 *
 * <p><b>Firing and recovery</b> Warning for a majority, info for a rare class; info for both where the run declares
 * class weights, a sampler or a focal loss, which are made for it. Recovered when the majority is below 0.95 of its
 * threshold and the rarest class above twice its own.
 *
 * <p><b>Cost and limits</b> 8 bytes of state a class, up to 4,096 classes; O(classes) a step. More classes, as of the
 * tokens of a language model, are not judged.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class ClassImbalanceDetector extends SpecifiedDetector<ClassImbalanceDetector.State> {

    static final ConfigKey<Double> MAJORITY =
            ConfigKey.number("majority", 0.9, 0.5, 1, "Share of the labels that one class holds, 0 to 1.");
    static final ConfigKey<Double> RARE =
            ConfigKey.number("rare", 0.1, 0, 1, "Share of a class over its even share, 0 to 1.");
    static final ConfigKey<Double> EXAMPLES =
            ConfigKey.number("examples", 100.0, 10, 1e6, "Examples a class before it is judged, a count.");

    private static final double LEAST_EXAMPLES = 1000;
    private static final List<String> MADE_FOR_IT = List.of("classweight", "posweight", "sampler", "focal", "balanced");

    /** For the service loader. */
    public ClassImbalanceDetector() {
        super(
                State::new,
                DetectorSpec.of("class-imbalance", AlertClass.IMBALANCE, Severity.WARNING)
                        .judgesBy(Signal.BATCH_VIEW)
                        .settings(MAJORITY, RARE, EXAMPLES));
    }

    /** Labels so far. A plain state. */
    public static class State extends FiringState {
        /** By class. */
        public ClassCounts labels = new ClassCounts();
        /** First step with labels, -1 before it. */
        public long since = -1;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        if (step.getBatch() == null) {
            return Verdict.UNCHANGED;
        }
        ClassCounts labels = state.labels;
        List<Long> counts = step.getBatch().getLabelCounts();
        double enough = Math.max(LEAST_EXAMPLES, context.setting(EXAMPLES) * counts.size());
        if (!labels.add(counts, 4 * enough) || labels.total < enough) {
            state.since = state.since < 0 ? step.getStep() : state.since;
            return Verdict.UNCHANGED;
        }
        double most = labels.share(labels.most());
        double least = labels.share(labels.fewest()) * labels.classes();
        boolean majority = most >= context.setting(MAJORITY);
        if (majority || least < context.setting(RARE)) {
            boolean mild = !majority || madeForIt(context.run());
            Severity severity = mild ? Severity.INFO : Severity.WARNING;
            return state.fire(severity, () -> finding(state, severity, majority, context));
        }
        boolean over = most < 0.95 * context.setting(MAJORITY) && least >= 2 * context.setting(RARE);
        return state.clearIf(over);
    }

    private static Finding.Builder finding(State state, Severity severity, boolean majority, DetectionContext context) {
        ClassCounts labels = state.labels;
        int which = majority ? labels.most() : labels.fewest();
        double share = labels.share(which);
        double even = 1.0 / labels.classes();
        String classes = majority ? "share of the most common class" : "share of the rarest class";
        Reading measured = Reading.share(classes, share);
        return Finding.builder(
                        severity,
                        Math.max(0, state.since),
                        "Class %d holds %.3g %% of the last %.0f training labels, where an even share were %.3g %%.",
                        which,
                        100 * share,
                        labels.total,
                        100 * even)
                .evidence(
                        majority
                                ? measured.atLeast(context.setting(MAJORITY))
                                : measured.below(context.setting(RARE) * even))
                .evidence(Reading.share("even share", even))
                .evidence(Reading.circumstance("", "number of that class", which))
                .evidence(Reading.count("labels counted", labels.total, "labels"))
                .advice("class-imbalance");
    }

    private static boolean madeForIt(RunStarted run) {
        return run.getHyperparameters().entrySet().stream()
                .map(entry -> (entry.getKey() + entry.getValue())
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z]", ""))
                .anyMatch(text -> MADE_FOR_IT.stream().anyMatch(text::contains));
    }
}
