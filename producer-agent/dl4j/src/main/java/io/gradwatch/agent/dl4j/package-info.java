/**
 * The agent for DL4J: attach a {@link io.gradwatch.agent.dl4j.GradwatchListener} to a network and its training is
 * watched.
 */
package io.gradwatch.agent.dl4j;
