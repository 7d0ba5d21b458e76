/**
 * What nobody is told of, and what somebody looks after: the rules of silences and acknowledgements, and how their two
 * topics are read and written. Whoever tells people reads them; whoever people ask writes them.
 */
package io.gradwatch.silence;
