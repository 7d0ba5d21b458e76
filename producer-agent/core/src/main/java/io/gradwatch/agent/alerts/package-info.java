/** The way back: alerts of runs to the jobs that asked for them. */
package io.gradwatch.agent.alerts;
