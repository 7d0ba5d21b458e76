package io.gradwatch.detection.reference;

import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.Severity;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says what a run does not keep up with, and what to compare. */
final class ReferenceFinding {

    /** A sentence that names more runs is not read; the evidence has them. */
    private static final int MOST_IN_SUMMARY = 3;

    private static final int MOST_IN_EVIDENCE = 8;

    private ReferenceFinding() {}

    static Finding behind(CurveSignal signal, Band band, double point, double width, long since) {
        boolean higher = signal == CurveSignal.VALIDATION_ACCURACY;
        String what = words(signal);
        String summary = String.format(
                Locale.ROOT, "The %s is %.3g where %s had %.3g.", what, point, whom(band.runs()), band.middle());
        double limit = higher ? band.middle() - width : band.middle() + width;
        Finding.Builder finding = Finding.builder(Severity.WARNING, since, summary)
                .evidence(what, point, "", higher ? "<" : ">", limit)
                .evidence(what + " of the references", band.middle(), "");
        band.runs().stream()
                .limit(MOST_IN_EVIDENCE)
                .forEach(run -> finding.evidence(what + " of '" + run.name() + "'", run.value(), ""));
        return differences(finding).build();
    }

    static Finding level(ReferenceCurve level, double reached, long step) {
        double wanted = level.getValues().get(0);
        boolean higher = level.getSignal() == CurveSignal.VALIDATION_ACCURACY;
        String what = words(level.getSignal());
        String summary = String.format(
                Locale.ROOT, "The run ended with a %s of %.3g; '%s' has %.3g.", what, reached, level.getName(), wanted);
        Finding.Builder finding = Finding.builder(Severity.WARNING, Math.max(0, step), summary)
                .evidence(what, reached, "", higher ? "<" : ">", wanted);
        return differences(finding).build();
    }

    static Finding baseline(double loss, double simple, long step) {
        String summary = String.format(
                Locale.ROOT,
                "The model learns nothing: its loss of %.3g is not below the %.3g of a very simple one.",
                loss,
                simple);
        return Finding.builder(Severity.WARNING, step, summary)
                .evidence("loss", loss, "", ">=", simple)
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

    private static String words(CurveSignal signal) {
        return switch (signal) {
            case VALIDATION_LOSS -> "validation loss";
            case VALIDATION_ACCURACY -> "validation accuracy";
            default -> "training loss";
        };
    }
}
