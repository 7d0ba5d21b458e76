/** What a stretch of time brought over the whole fleet: what broke, what that cost, and what got better. */
package io.gradwatch.fleet.summary;
