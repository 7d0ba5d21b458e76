package io.gradwatch.schema;

import java.util.List;

/** Codecs for the values of the fleet's live tables. The declaration of a run is kept as {@link RunStarted}. */
public final class LiveTables {

    /** Runs by run id. */
    public static final SingleObjectCodec<LiveRun> RUNS = SingleObjectCodec.of(LiveRun.getClassSchema(), LiveRun.class);

    /** Declaration of each run, by run id. */
    public static final SingleObjectCodec<RunStarted> DESCRIPTIONS =
            SingleObjectCodec.of(RunStarted.getClassSchema(), RunStarted.class);

    /** Ranks by run id and rank. */
    public static final SingleObjectCodec<LiveRank> RANKS =
            SingleObjectCodec.of(LiveRank.getClassSchema(), LiveRank.class);

    /** Alerts of each run, by run id. */
    public static final SingleObjectCodec<LiveAlerts> ALERTS =
            SingleObjectCodec.of(LiveAlerts.getClassSchema(), LiveAlerts.class);

    /** Changes of groups, by kind and name of the group. */
    public static final SingleObjectCodec<GroupChange> GROUP_CHANGES =
            SingleObjectCodec.of(GroupChange.getClassSchema(), GroupChange.class);

    /** Groups by kind and name. */
    public static final SingleObjectCodec<GroupState> GROUPS =
            SingleObjectCodec.of(GroupState.getClassSchema(), GroupState.class);

    /** All tables. */
    public static final List<SingleObjectCodec<?>> ALL =
            List.of(RUNS, DESCRIPTIONS, RANKS, ALERTS, GROUP_CHANGES, GROUPS);

    private LiveTables() {}
}
