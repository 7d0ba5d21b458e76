/**
 * Reads recorded logs of training runs, one row at a time, as the telemetry that the jobs would have sent live. A
 * format is one {@link io.gradwatch.agent.logs.run.LogFormat}; {@link io.gradwatch.agent.logs.LogFormats} finds the one
 * that fits.
 */
package io.gradwatch.agent.logs;
