/**
 * How good the detectors are: replays labelled runs and compares what was told with what a careful person would have
 * said.
 */
package io.gradwatch.standalone.evaluate;
