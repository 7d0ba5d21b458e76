package io.gradwatch.fleet.live.view;

import java.util.List;

/**
 * A run in a list.
 *
 * @param run its id
 * @param gpu model name of its accelerators, empty where none was named
 * @param gpus number of its accelerators
 * @param state label of a {@link RunStatus}
 * @param step last optimizer step, -1 before the first
 * @param progress part of what it wants to do that is done, 0 to 1; null where it does not say what it wants
 * @param timeLeftMillis at the present rate; null where that is not known
 * @param loss last training loss
 * @param bestLoss smallest finite training loss
 * @param lossStep step of the last training loss
 * @param stepsPerSecond measured last, 0 before the first second of training; less the longer no step comes
 * @param worldSize processes that train together
 * @param worstClass class of the gravest alert that fires; null without one
 * @param unrecovered classes of the alerts of severity warning and critical with which its last attempt ended, the
 *     gravest first; empty while it goes on
 * @param unrecoveredAlerts those alerts, by severity
 * @param verdict label of a {@link io.gradwatch.schema.fault.RunVerdict}; null where it ended with no such alert, or
 *     goes on
 * @param tags words by which people find it again
 * @param group names the runs that it belongs with; empty where it belongs to none
 */
public record RunRow(
        String run,
        String name,
        String project,
        String owner,
        String host,
        String gpu,
        int gpus,
        String state,
        int attempt,
        long step,
        Double epoch,
        Double progress,
        Long timeLeftMillis,
        Double loss,
        Double bestLoss,
        Long lossStep,
        Double learningRate,
        Double gradientNorm,
        double stepsPerSecond,
        long startedMillis,
        long lastEventMillis,
        long lastStepMillis,
        Long endedMillis,
        int worldSize,
        AlertCounts openAlerts,
        String worstClass,
        List<String> unrecovered,
        AlertCounts unrecoveredAlerts,
        String verdict,
        List<String> tags,
        String group) {

    /** A world size beyond is an error of who sent it: the largest clusters have 200,000 accelerators. Own choice. */
    public static final int MOST_WORLD_SIZE = 1 << 18;

    /** Processes that train together, as far as it can be believed: 1 where what a job says is no such number. */
    public static int believedWorldSize(int said) {
        return said > MOST_WORLD_SIZE ? 1 : Math.max(1, said);
    }

    /** The same at another rate, with the time that is left at it. */
    public RunRow with(double otherStepsPerSecond, Long otherTimeLeftMillis) {
        return new RunRow(
                run,
                name,
                project,
                owner,
                host,
                gpu,
                gpus,
                state,
                attempt,
                step,
                epoch,
                progress,
                otherTimeLeftMillis,
                loss,
                bestLoss,
                lossStep,
                learningRate,
                gradientNorm,
                otherStepsPerSecond,
                startedMillis,
                lastEventMillis,
                lastStepMillis,
                endedMillis,
                worldSize,
                openAlerts,
                worstClass,
                unrecovered,
                unrecoveredAlerts,
                verdict,
                tags,
                group);
    }
}
