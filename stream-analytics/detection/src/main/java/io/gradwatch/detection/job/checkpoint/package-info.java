/** Checkpoints with checksums, and the choice of the newest that is intact. */
package io.gradwatch.detection.job.checkpoint;
