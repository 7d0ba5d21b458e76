/** Memory, disk and start of each part, by the number of runs that it watches. */
package io.gradwatch.benchmarks.scale;
