/** Rows of a run out of the lines that come again and again. */
package io.gradwatch.agent.logs.text.row;
