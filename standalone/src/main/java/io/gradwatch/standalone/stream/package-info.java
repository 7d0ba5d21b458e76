/** Reads topics to their end, for commands that tell what is in them. */
package io.gradwatch.standalone.stream;
