/** Catalogue of the detectors, and of those that can judge a run. */
package io.gradwatch.standalone.catalogue;
