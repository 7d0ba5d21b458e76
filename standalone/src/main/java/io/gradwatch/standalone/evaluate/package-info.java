/**
 * Evaluation of the detectors: replays labelled runs and compares the alerts with the labels that a careful person
 * would give.
 */
package io.gradwatch.standalone.evaluate;
