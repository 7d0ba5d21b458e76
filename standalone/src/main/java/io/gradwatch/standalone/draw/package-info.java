/**
 * Draws replayed runs as pages that need nothing but a browser: each is one file with its script and its data, and
 * loads nothing.
 */
package io.gradwatch.standalone.draw;
