package io.gradwatch.detection.reference;

import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.series.SeriesNames;
import java.util.List;
import java.util.stream.Collectors;

/** A run that does not keep up with its references, and what to compare. */
final class ReferenceFinding {

    /** A sentence that names more runs is not read; the evidence has them. */
    private static final int MOST_IN_SUMMARY = 3;

    private static final int MOST_IN_EVIDENCE = 8;

    private ReferenceFinding() {}

    static Finding behind(CurveSignal signal, Band band, double point, double width, long since) {
        String series = series(signal);
        String what = words(signal);
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        since,
                        "The %s is %.3g where %s had %.3g.",
                        what,
                        point,
                        whom(band.runs()),
                        band.middle())
                .evidence(worse(signal, Reading.level(series, what, point), band.middle(), width))
                .evidence(Reading.baseline(series, what + " of the references", band.middle()));
        if (band.runs().size() > 1) {
            finding.evidence(Reading.count("references", band.runs().size(), "runs"));
        }
        band.runs().stream()
                .limit(MOST_IN_EVIDENCE)
                .forEach(run ->
                        finding.evidence(Reading.baseline(series, what + " of '" + run.name() + "'", run.value())));
        return differences(finding).build();
    }

    static Finding level(ReferenceCurve level, double reached, long step) {
        double wanted = level.getValues().get(0);
        String what = words(level.getSignal());
        String series = series(level.getSignal());
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        Math.max(0, step),
                        "The run ended with a %s of %.3g; '%s' has %.3g.",
                        what,
                        reached,
                        level.getName(),
                        wanted)
                .evidence(worse(level.getSignal(), Reading.level(series, what, reached), wanted, 0))
                .evidence(Reading.baseline(series, what + " of the reference", wanted));
        return differences(finding).build();
    }

    static Finding baseline(double loss, double simple, long step) {
        return Finding.builder(
                        Severity.WARNING,
                        step,
                        "The model learns nothing: its loss of %.3g is not below the %.3g of a very simple one.",
                        loss,
                        simple)
                .evidence(Reading.level(SeriesNames.LOSS, "loss", loss))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss of a very simple model", simple))
                .cause("Gradients do not flow, or the learning rate is far off.", "K4")
                .cause("Data or labels are corrupted, or labels are out of order against the inputs.", "K21")
                .remedy("Overfit a single batch.", "K5")
                .remedy("Look at a few batches with their labels just before they enter the network.", "K7")
                .build();
    }

    private static Finding.Builder differences(Finding.Builder finding) {
        return finding.cause("Something was changed since the reference: code, data or a hyper-parameter.", "K14")
                .cause("A silent bug that the reference does not have.", "K14")
                .remedy("Compare configuration and data with those of the reference, line by line.", "K14")
                .remedy("Overfit a single batch.", "K5");
    }

    private static String whom(List<Band.Run> runs) {
        String names = runs.stream()
                .limit(MOST_IN_SUMMARY)
                .map(run -> "'" + run.name() + "'")
                .collect(Collectors.joining(", "));
        int others = runs.size() - MOST_IN_SUMMARY;
        String all = others > 0 ? names + " and " + others + " more" : names;
        return runs.size() == 1 ? all : runs.size() + " earlier runs (" + all + ")";
    }

    private static Reading worse(CurveSignal signal, Reading level, double wanted, double width) {
        return signal == CurveSignal.VALIDATION_ACCURACY ? level.below(wanted - width) : level.above(wanted + width);
    }

    private static String series(CurveSignal signal) {
        return switch (signal) {
            case VALIDATION_LOSS -> SeriesNames.ofEvaluation(Split.TRAIN_VAL, SeriesNames.LOSS);
            case VALIDATION_ACCURACY -> SeriesNames.ofEvaluation(Split.TRAIN_VAL, "accuracy");
            default -> SeriesNames.LOSS;
        };
    }

    private static String words(CurveSignal signal) {
        return switch (signal) {
            case VALIDATION_LOSS -> "validation loss";
            case VALIDATION_ACCURACY -> "validation accuracy";
            default -> "training loss";
        };
    }
}
