/**
 * Answers of the live tables: plain records, as they stand in the HTTP API. Times are in milliseconds since 1970-01-01
 * UTC; what is not known is null; NaN and infinities are values.
 */
package io.gradwatch.fleet.live.view;
