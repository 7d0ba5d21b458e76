/** What the commands share, and the small ones. */
package io.gradwatch.standalone.cli;
