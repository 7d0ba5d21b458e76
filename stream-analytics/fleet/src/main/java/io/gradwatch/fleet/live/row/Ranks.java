package io.gradwatch.fleet.live.row;

import io.gradwatch.fleet.live.view.RunDetail.Rank;
import io.gradwatch.fleet.live.view.RunDetail.RankSpread;
import io.gradwatch.fleet.live.view.RunDetail.Spread;
import io.gradwatch.schema.LiveRank;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Compares the ranks of an attempt. */
final class Ranks {

    /** Rows of a reply; the spread is over all ranks. Own choice. */
    private static final int MOST_ROWS = 1_024;

    private Ranks() {}

    static List<Rank> rows(List<LiveRank> ranks, boolean compared) {
        int slowest = compared ? slowest(ranks) : -1;
        return ranks.stream()
                .limit(MOST_ROWS)
                .map(rank -> new Rank(
                        rank.getRank(),
                        rank.getHost(),
                        rank.getStep(),
                        rank.getDurationMillis(),
                        dataWaitRatio(rank),
                        rank.getLastEventMillis(),
                        rank.getRank() == slowest))
                .toList();
    }

    /** Null where there is one rank. */
    static RankSpread spread(List<LiveRank> ranks) {
        return ranks.size() < 2
                ? null
                : new RankSpread(
                        spread(ranks, rank -> (double) rank.getStep()),
                        spread(ranks, LiveRank::getDurationMillis),
                        spread(ranks, Ranks::dataWaitRatio));
    }

    /** The rank whose last step took longest; without durations, the rank that is furthest behind. -1 for one rank. */
    private static int slowest(List<LiveRank> ranks) {
        LiveRank slowest = null;
        for (LiveRank rank : ranks.size() < 2 ? List.<LiveRank>of() : ranks) {
            if (slowest == null || slower(rank, slowest)) {
                slowest = rank;
            }
        }
        return slowest == null ? -1 : slowest.getRank();
    }

    private static boolean slower(LiveRank rank, LiveRank than) {
        double one = rank.getDurationMillis() == null ? 0 : rank.getDurationMillis();
        double other = than.getDurationMillis() == null ? 0 : than.getDurationMillis();
        return one == other ? rank.getStep() < than.getStep() : one > other;
    }

    private static Double dataWaitRatio(LiveRank rank) {
        Double wait = rank.getDataWaitMillis();
        Double duration = rank.getDurationMillis();
        return wait == null || duration == null || duration <= 0 ? null : (Double) (wait / duration);
    }

    private static Spread spread(List<LiveRank> ranks, Function<LiveRank, Double> value) {
        double[] sorted = ranks.stream()
                .map(value)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0
                ? new Spread(null, null, null)
                : new Spread(sorted[0], (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[n - 1]);
    }
}
