package io.gradwatch.agent;

import io.gradwatch.schema.Split;

/**
 * An evaluation on its way to the agent's thread.
 *
 * @param split null counts as unknown
 * @param timestampMillis when, milliseconds since 1970-01-01 UTC
 */
record EvaluationEntry(long step, Split split, EvaluationReport report, long timestampMillis) {}
