package io.gradwatch.detection.synthetic;

import io.gradwatch.schema.Alert;

/**
 * An alert that fires as warning or critical.
 *
 * @param alert as the engine made it
 * @param step of the event that was shown when it fired, whatever the alert says
 */
record Alarm(Alert alert, long step) {}
