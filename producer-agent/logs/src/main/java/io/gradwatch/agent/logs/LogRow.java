package io.gradwatch.agent.logs;

import io.gradwatch.schema.Telemetry;
import java.util.List;

/**
 * One row of a log.
 *
 * @param number of the row of data, from 0; a heading is not counted
 * @param step that the row is about; its events carry the same
 * @param events what the job would have sent: a step, then its evaluation; empty for a row that tells of neither
 */
public record LogRow(long number, long step, List<Telemetry> events) {}
