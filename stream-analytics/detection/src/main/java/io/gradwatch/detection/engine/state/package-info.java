/** State of one run between two records, and the bounds on what a job declares. */
package io.gradwatch.detection.engine.state;
