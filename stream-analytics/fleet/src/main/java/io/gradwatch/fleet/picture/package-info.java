/** Pictures of alerts: the curve around the onset as a PNG, the same on the page and in every message. */
package io.gradwatch.fleet.picture;
