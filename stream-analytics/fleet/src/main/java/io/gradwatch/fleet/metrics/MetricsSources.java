package io.gradwatch.fleet.metrics;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistoryService;
import io.gradwatch.fleet.live.LiveStreams;
import io.gradwatch.fleet.sql.SqlService;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The parts of the fleet service that are measured.
 *
 * @param live tables of the runs
 * @param history that is kept
 * @param historyWriter that writes it
 * @param sql that answers questions
 * @param streamClients clients that follow the stream of events
 * @param check what is wrong with the service; empty when all is well
 */
public record MetricsSources(
        LiveStreams live,
        History history,
        HistoryService historyWriter,
        SqlService sql,
        IntSupplier streamClients,
        Supplier<Optional<String>> check) {}
