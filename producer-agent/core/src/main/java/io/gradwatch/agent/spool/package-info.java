/**
 * Places in which records wait for Kafka: files that survive the process, or in memory where no file can be written.
 *
 * <p>A spool belongs to one thread. Each session of an agent has a folder of its own, locked while the agent lives; a
 * folder without a lock belongs to a dead process, and the next agent ships what it holds.
 */
package io.gradwatch.agent.spool;
