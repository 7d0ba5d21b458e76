/** Tables: comma-separated values and the like, with a heading and a row in each line. */
package io.gradwatch.agent.logs.csv;
