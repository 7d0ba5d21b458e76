/** Tells what detectors there are, and which of them can judge a run. */
package io.gradwatch.standalone.catalogue;
