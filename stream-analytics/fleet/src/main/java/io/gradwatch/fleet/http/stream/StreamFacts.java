package io.gradwatch.fleet.http.stream;

import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.silence.AlertStatuses;
import java.util.function.LongSupplier;

/**
 * Facts that clients of the stream get beside the events of the log.
 *
 * @param fleet that knows the rows
 * @param statuses that know silences and acknowledgements
 * @param notes another number whenever a note of a person may be another than before
 */
public record StreamFacts(LiveFleet fleet, AlertStatuses statuses, LongSupplier notes) {}
