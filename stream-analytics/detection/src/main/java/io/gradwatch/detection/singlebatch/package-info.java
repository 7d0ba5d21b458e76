/** The detector of runs that over-fit one batch on purpose. */
package io.gradwatch.detection.singlebatch;
