/** One line of text: its numbers, the names before them, its counts. */
package io.gradwatch.agent.logs.text.line;
