/** Names of the series of a run, as detection, fleet and page agree on them. */
package io.gradwatch.schema.series;
