/** Answers from the live tables of this instance and of all instances together. */
package io.gradwatch.fleet.live.query;
