/** Takes the test error of runs apart, says what to do next, and keeps the history of that. */
package io.gradwatch.standalone.report;
