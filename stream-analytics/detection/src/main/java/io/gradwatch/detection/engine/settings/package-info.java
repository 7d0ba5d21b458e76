/**
 * Settings of detectors: those of the configuration, and those that change for single projects and runs while it runs.
 */
package io.gradwatch.detection.engine.settings;
