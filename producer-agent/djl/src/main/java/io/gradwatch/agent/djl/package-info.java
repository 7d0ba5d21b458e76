/**
 * The agent for DJL: add a {@link io.gradwatch.agent.djl.GradwatchTrainingListener} to a training configuration and the
 * training is watched.
 */
package io.gradwatch.agent.djl;
