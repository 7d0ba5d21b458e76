/** Summary of a stretch of time over the whole fleet: what broke, what that cost, and what got better. */
package io.gradwatch.fleet.summary;
