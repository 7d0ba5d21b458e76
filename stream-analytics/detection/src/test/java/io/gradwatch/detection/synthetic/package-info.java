/**
 * Seeded training curves, healthy ones and ones with a planted fault, that judge the detectors apart from any recorded
 * run. They are made from what is known of real training, not from what a detector computes.
 */
package io.gradwatch.detection.synthetic;
