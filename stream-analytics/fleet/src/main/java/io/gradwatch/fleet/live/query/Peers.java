package io.gradwatch.fleet.live.query;

import org.apache.kafka.streams.state.HostInfo;

/** Reaches the other instances. */
@FunctionalInterface
public interface Peers {

    /** The part of another instance, which its {@code application.server} names. */
    FleetPart at(HostInfo instance);
}
