package io.gradwatch.fleet.live;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the live tables.
 *
 * @param retention time for which a run is kept after its last record
 * @param sessionTimeout after which an instance that is not heard of loses its partitions to others
 * @param threads that make the tables, 1 or more
 * @param stateFolder of Kafka Streams
 * @param host by which other instances reach this one
 * @param port by which other instances reach this one
 */
public record LiveTableSettings(
        Duration retention, Duration sessionTimeout, int threads, Path stateFolder, String host, int port) {}
