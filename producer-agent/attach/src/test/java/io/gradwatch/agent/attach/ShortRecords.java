package io.gradwatch.agent.attach;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.util.List;

/** Records in short. */
final class ShortRecords {

    private ShortRecords() {}

    /** Attempt and event of each: {@code 0:started 0:step 1 = 2.5}. */
    static List<String> of(List<Telemetry> records) {
        return records.stream().map(ShortRecords::of).toList();
    }

    private static String of(Telemetry record) {
        return record.getOrigin().getAttempt() + ":" + event(record.getEvent());
    }

    private static String event(Object event) {
        if (event instanceof Step step) {
            return "step " + step.getStep() + " = " + step.getLoss();
        }
        if (event instanceof Evaluation evaluation) {
            return "eval " + evaluation.getStep() + " = " + evaluation.getLoss();
        }
        if (event instanceof RunEnded end) {
            return "ended " + end.getOutcome() + " at " + end.getStep();
        }
        return event instanceof RunStarted ? "started" : event.getClass().getSimpleName();
    }
}
