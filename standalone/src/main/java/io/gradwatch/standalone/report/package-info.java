/** Splits the test error of runs into its parts, names the next remedy, and keeps the history of both. */
package io.gradwatch.standalone.report;
