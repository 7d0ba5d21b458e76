package io.gradwatch.agent;

import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Split;
import java.util.List;
import java.util.Map;

/**
 * An evaluation on its way to the agent's thread. What is null was not measured.
 *
 * @param timestampMillis when, milliseconds since 1970-01-01 UTC
 */
record EvaluationEntry(
        long step,
        Double epoch,
        Split split,
        Double loss,
        Map<String, Double> metrics,
        Boolean trainingMode,
        Boolean runningStatisticsChanged,
        BatchView batch,
        List<ErrorType> errorTypes,
        long timestampMillis) {}
