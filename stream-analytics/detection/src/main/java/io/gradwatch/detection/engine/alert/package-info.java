/** Transitions of alerts: from the verdicts of the detectors to what is sent. */
package io.gradwatch.detection.engine.alert;
