package io.gradwatch.fleet.live.view;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A run with all that is known of it now.
 *
 * @param live whether it is in the live tables; else it is told as the history has it
 * @param metrics one for each series, by name
 * @param ranks of the present attempt, at most 1,024, by number
 * @param rankSpread over all ranks of the present attempt; null where there is one
 * @param generalisationGap validation loss minus training loss; null without either
 * @param alerts those that fire, and those that ended last, newest first
 */
public record RunDetail(
        @JsonUnwrapped RunRow row,
        boolean live,
        Description description,
        List<Attempt> attempts,
        List<Metric> metrics,
        List<Rank> ranks,
        RankSpread rankSpread,
        Double generalisationGap,
        List<AlertRow> alerts) {

    /** The same with its row as it is now. */
    public RunDetail at(UnaryOperator<RunRow> now) {
        return new RunDetail(
                now.apply(row), live, description, attempts, metrics, ranks, rankSpread, generalisationGap, alerts);
    }

    /** The same with other rows of alerts. */
    public RunDetail with(List<AlertRow> other) {
        return new RunDetail(row, live, description, attempts, metrics, ranks, rankSpread, generalisationGap, other);
    }

    /**
     * Declaration of the run.
     *
     * @param notes what people should know of it, in lines
     * @param definitions what it wants of its series
     * @param summary its results, by the names that the job uses
     */
    public record Description(
            String framework,
            String frameworkVersion,
            Map<String, String> hyperparameters,
            String objective,
            Double goalError,
            String reference,
            List<Layer> layers,
            String notes,
            List<Definition> definitions,
            Map<String, Double> summary) {}

    /**
     * Definition of a series by the run.
     *
     * @param summary what its results hold of it: last, min, max, mean, best, several with commas between, or none
     * @param goal minimize, maximize, or empty
     * @param stepMetric what it is to be drawn over; empty for the step
     * @param hidden whether charts leave it out
     */
    public record Definition(
            String name,
            String summary,
            String goal,
            @JsonAlias("step_metric") String stepMetric,
            boolean hidden) {}

    /** A layer or group of parameters. */
    public record Layer(String name, String type, long parameters) {}

    /** One start of the run; steps are -1 before the first. */
    public record Attempt(
            int attempt,
            long startedMillis,
            Long endedMillis,
            String outcome,
            long firstStep,
            long lastStep,
            String exception,
            String message) {}

    /** What was seen of a series; minimum and maximum are over finite values, null before the first. */
    public record Metric(
            String series,
            double last,
            long lastStep,
            Double min,
            Long minStep,
            Double max,
            Long maxStep,
            long nonFinite) {}

    /** One rank; {@code dataWaitRatio} is the part of the step spent waiting for data, 0 to 1. */
    public record Rank(
            int rank,
            String host,
            long step,
            Double stepDurationMillis,
            Double dataWaitRatio,
            long lastEventMillis,
            boolean slowest) {}

    /** How far the ranks are apart. */
    public record RankSpread(Spread step, Spread stepDurationMillis, Spread dataWaitRatio) {}

    /** Smallest, middle and largest value; null where none was sent. */
    public record Spread(Double min, Double median, Double max) {}
}
