/** Commands that the launcher runs once, so that later starts find their classes loaded. */
package io.gradwatch.standalone.archive;
