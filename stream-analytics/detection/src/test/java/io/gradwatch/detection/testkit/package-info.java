/** Runs for the tests of detectors. */
package io.gradwatch.detection.testkit;
