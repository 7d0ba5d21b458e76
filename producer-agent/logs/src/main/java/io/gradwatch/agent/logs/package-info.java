/**
 * Reads recorded logs of training runs, one row at a time, as the telemetry that the jobs would have sent live.
 * {@link io.gradwatch.agent.logs.LogFormat} lists the formats; each has a package with its reader.
 */
package io.gradwatch.agent.logs;
