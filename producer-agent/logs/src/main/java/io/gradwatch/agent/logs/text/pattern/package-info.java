/** Patterns of lines: those of known programs, and those that a person gives. */
package io.gradwatch.agent.logs.text.pattern;
