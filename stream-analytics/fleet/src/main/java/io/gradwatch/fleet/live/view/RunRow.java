package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gradwatch.fleet.api.Described;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/** A run in a list. */
@RecordBuilder
public record RunRow(
        @Described("Id of the run.") String run,
        @Described("Name of the run.") String name,
        @Described("Project of the run.") String project,
        @Described("Owner of the run.") String owner,
        @Described("Host of the run.") String host,

        @Described("Model name of its accelerators; empty where none was named.")
        String gpu,

        @Described("Number of its accelerators.") int gpus,

        @Described(value = "State of the run.", oneOf = RunStatus.class)
        String state,

        @Described("Present attempt.") int attempt,

        @Described("Last optimizer step; -1 before the first.")
        long step,

        @Described("Epochs done.") Double epoch,

        @Described("Part of the planned steps that is done, 0 to 1; null where the run does not plan any.")
        Double progress,

        @Described("Time left at the present rate; null where that is not known.")
        Long timeLeftMillis,

        @Described("Last training loss.") Double loss,
        @Described("Smallest finite training loss.") Double bestLoss,
        @Described("Step of the last training loss.") Long lossStep,
        @Described("Last learning rate.") Double learningRate,
        @Described("Last gradient norm.") Double gradientNorm,

        @Described(
                value = "Rate measured last; 0 before the first second of training, and falling while no step comes.",
                finite = true)
        double stepsPerSecond,

        @Described("Start, since 1970-01-01 UTC.") long startedMillis,

        @Described("Time of the last record, since 1970-01-01 UTC.")
        long lastEventMillis,

        @Described("Time of the last step, since 1970-01-01 UTC.")
        long lastStepMillis,

        @Described("End, since 1970-01-01 UTC; null while it goes on.")
        Long endedMillis,

        @Described("Processes that train together.") int worldSize,
        @Described("Firing alerts.") AlertCounts openAlerts,

        @Described(value = "Class of the gravest firing alert.", nullable = true)
        String worstClass,

        @Described("Classes of the warnings and critical alerts with which its last attempt ended, the gravest first.")
        List<String> unrecovered,

        @Described("The same alerts by severity.") AlertCounts unrecoveredAlerts,

        @Described(
                value = "Verdict on the run's end, beside its state: diverged where its loss or gradients blew up.",
                nullable = true,
                words = {"diverged", "unrecovered"})
        String verdict,

        @Described("Words by which people find the run again.")
        List<String> tags,

        @Described("Group that the run belongs with; empty where it belongs to none.")
        String group,

        @Described(
                value = "Values of the columns that were asked for, by column, as texts; those that the run lacks are"
                        + " left out.",
                optional = true)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, String> values) {

    public RunRow {
        values = values == null ? Map.of() : values;
    }

    /** Largest credible world size: the largest clusters have 200,000 accelerators. Own choice. */
    public static final int MOST_WORLD_SIZE = 1 << 18;

    /** Processes that train together; 1 where the number that a job sent is not credible. */
    public static int believedWorldSize(int said) {
        return said > MOST_WORLD_SIZE ? 1 : Math.max(1, said);
    }

    /** The same with values of columns. */
    public RunRow with(Map<String, String> others) {
        return RunRowBuilder.builder(this).values(others).build();
    }

    /** The same at another rate, with the time that is left at it. */
    public RunRow with(double otherStepsPerSecond, Long otherTimeLeftMillis) {
        return RunRowBuilder.builder(this)
                .timeLeftMillis(otherTimeLeftMillis)
                .stepsPerSecond(otherStepsPerSecond)
                .build();
    }
}
