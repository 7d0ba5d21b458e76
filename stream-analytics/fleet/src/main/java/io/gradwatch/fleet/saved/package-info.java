/** Views of the page that people have saved under a name. */
package io.gradwatch.fleet.saved;
