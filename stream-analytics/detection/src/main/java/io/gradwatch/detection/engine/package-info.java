/**
 * Runs every detector over the events of a run: attempts, sessions, repeats and steps that go back, alerts and their
 * transitions. Pure Java with the time of the log as its only time, so that a Flink job and a replay of a file are the
 * same thing.
 */
package io.gradwatch.detection.engine;
