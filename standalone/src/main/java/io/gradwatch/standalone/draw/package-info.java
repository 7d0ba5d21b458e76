/** Draws replayed runs as pages that need nothing but a browser: no script, nothing from elsewhere. */
package io.gradwatch.standalone.draw;
