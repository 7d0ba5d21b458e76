/** Recorded run as rows and telemetry: the same for all formats. */
package io.gradwatch.agent.logs.run;
