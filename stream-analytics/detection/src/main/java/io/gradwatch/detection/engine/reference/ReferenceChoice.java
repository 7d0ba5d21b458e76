package io.gradwatch.detection.engine.reference;

import io.gradwatch.detection.engine.state.PrintableText;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunReference;
import io.gradwatch.schema.RunStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses the earlier runs that a run is compared with: the one that it names, else those of its project.
 *
 * @param curves of the runs, each named by its run
 * @param fewest curves that must reach a place for the run to be judged there
 */
public record ReferenceChoice(List<ReferenceCurve> curves, int fewest) {

    /** Earlier runs of a project from which they are a band by themselves: fewer do not show how runs differ. */
    static final int BAND = 3;

    private static final ReferenceChoice NONE = new ReferenceChoice(List.of(), 1);

    /**
     * Chooses for a run that starts.
     *
     * @param startMillis time in the log at which it starts; 0 without a time, so that all earlier runs are known to be
     *     earlier
     */
    public static ReferenceChoice of(String runId, RunStarted declared, long startMillis, EarlierRuns earlier) {
        if (!declared.getReferences().isEmpty() || declared.getSingleBatch()) {
            return NONE;
        }
        Optional<RunReference> named = Optional.ofNullable(declared.getReference())
                .flatMap(earlier::ofRun)
                .filter(run -> mayBeUsed(run, runId, startMillis));
        if (named.isPresent()) {
            return new ReferenceChoice(curves(named.stream()), 1);
        }
        if (declared.getProject().isEmpty()) {
            return NONE;
        }
        return band(curves(
                earlier.ofProject(declared.getProject()).stream().filter(run -> mayBeUsed(run, runId, startMillis))));
    }

    /** A log that is read again from its beginning knows runs that ended later. */
    private static boolean mayBeUsed(RunReference run, String runId, long startMillis) {
        return !run.getRunId().equals(runId) && (startMillis <= 0 || run.getEndedAtMillis() <= startMillis);
    }

    private static List<ReferenceCurve> curves(Stream<RunReference> runs) {
        return runs.flatMap(run -> run.getCurves().stream())
                .map(PrintableText::reference)
                .toList();
    }

    private static ReferenceChoice band(List<ReferenceCurve> curves) {
        List<ReferenceCurve> enough = new ArrayList<>();
        for (CurveSignal signal : CurveSignal.values()) {
            List<ReferenceCurve> ofSignal =
                    curves.stream().filter(curve -> curve.getSignal() == signal).toList();
            if (ofSignal.size() >= BAND) {
                enough.addAll(ofSignal);
            }
        }
        return enough.isEmpty() ? NONE : new ReferenceChoice(enough, BAND);
    }
}
