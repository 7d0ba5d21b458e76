package io.gradwatch.calibration.causes;

import io.gradwatch.standalone.evaluate.LabelledRun;

/**
 * Run of the lab with what was planted in it.
 *
 * @param run the run and its label
 * @param program such as {@code cnn-digits}
 * @param fault the lab's name of it, such as {@code lr-jump}; {@code none} of a healthy twin
 * @param watched whether the job sent statistics of its layers
 */
record PlantedRun(LabelledRun run, String program, String fault, boolean watched) {}
