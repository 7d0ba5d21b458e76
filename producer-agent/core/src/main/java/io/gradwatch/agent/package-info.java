/**
 * The agent: what a training loop calls to stream its run to Kafka. {@link io.gradwatch.agent.TrainingRun} is the way
 * in.
 *
 * <p>The training thread fills a preallocated slot and puts it into a queue; one daemon thread takes it out, encodes
 * it, appends it to the spool and ships the spool to Kafka. The training thread never waits, and never sees an error.
 */
package io.gradwatch.agent;
