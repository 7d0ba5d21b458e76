/**
 * From symptoms to causes: ranks the causes that K1 to K4 know of a symptom by what else the stream shows of the run,
 * and gives the remedies of the likeliest first.
 */
package io.gradwatch.detection.diagnosis;
