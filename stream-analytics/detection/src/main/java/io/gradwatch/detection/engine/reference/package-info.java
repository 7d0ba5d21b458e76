/** Earlier runs of a project, and the choice of those that a run is compared with. */
package io.gradwatch.detection.engine.reference;
