package io.gradwatch.detection.progress;

import com.google.auto.service.AutoService;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.util.Set;

/**
 * Fires when the agent says that the job ended with an exception, out of memory or killed.
 *
 * <p><b>Meaning</b> The process is gone and nothing trains any more. Usual causes, by the exception: a batch or tensor
 * too large for the memory, shapes or types that do not fit, a variable that was not initialised (K11). A job that was
 * killed had no time to say so; the usual causes are a scheduler, a person, or the kernel for want of memory.
 *
 * <p><b>Input</b> {@link RunEnded#getOutcome()}, exception and message, of every rank. A killed process sends none: the
 * agent beside it does in its place, and where there is none, {@link SilentRunDetector} sees it.
 *
 * <p><b>Statistic</b> None: what the agent says is taken as it is.
 *
 * <p><b>Thresholds</b> None.
 *
 * <p><b>Firing and recovery</b> At once, critical, with the rank. It stays open until a new attempt begins or the
 * engine forgets the run.
 *
 * <p><b>Cost and limits</b> No state to speak of. The cause is read off the exception's name, no deeper.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class FailedRunDetector extends SpecifiedDetector<FailedRunDetector.State> {

    private static final Set<Outcome> FAILURES = Set.of(Outcome.FAILED, Outcome.OUT_OF_MEMORY, Outcome.KILLED);

    /** For the service loader. */
    public FailedRunDetector() {
        super(
                State::new,
                DetectorSpec.of("failed-run", AlertClass.CRASHED, Severity.CRITICAL)
                        .ofAllRanks());
    }

    /** Nothing is remembered. A plain state. */
    public static class State {
        /** True if the failure was reported. */
        public boolean told;
    }

    @Override
    public Verdict onEnd(State state, RunEnded ended, DetectionContext context) {
        if (state.told || !FAILURES.contains(ended.getOutcome())) {
            return Verdict.UNCHANGED;
        }
        state.told = true;
        long step = Math.max(0, Math.max(ended.getStep(), context.lastStep()));
        return Verdict.firing(Finding.builder(Severity.CRITICAL, step, summary(ended, step))
                .rank(context.rank())
                .evidence(Reading.step("last step", step))
                .advice(advice(ended.getOutcome())));
    }

    private static String advice(Outcome outcome) {
        return switch (outcome) {
            case OUT_OF_MEMORY -> "failed-run.memory";
            case KILLED -> "failed-run.killed";
            default -> "failed-run.exception";
        };
    }

    private static String summary(RunEnded ended, long step) {
        if (ended.getOutcome() == Outcome.KILLED) {
            return "The job ended without a word after step " + step
                    + ": the process was killed from outside (kill -9, scheduler, out-of-memory killer).";
        }
        boolean memory = ended.getOutcome() == Outcome.OUT_OF_MEMORY;
        String what = memory ? "The job ran out of memory after step " : "The job failed after step ";
        String exception = ended.getException() == null ? "" : ": " + bounded(ended.getException(), 120);
        String message = ended.getMessage() == null || ended.getMessage().isBlank()
                ? ""
                : (exception.isEmpty() ? ": " : ", ") + bounded(ended.getMessage(), 240);
        return what + step + exception + message + ".";
    }

    private static String bounded(String text, int characters) {
        return text.length() <= characters ? text : text.substring(0, characters) + "…";
    }
}
