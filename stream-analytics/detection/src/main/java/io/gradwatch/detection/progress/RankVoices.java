package io.gradwatch.detection.progress;

import io.gradwatch.schema.RunStarted;
import java.util.Arrays;

/**
 * Time of each rank's last record, on a clock that stands still while nobody speaks. A plain state of 16 bytes a rank,
 * at most {@value RankLevels#MOST} ranks; O(1) a record on average.
 */
public class RankVoices {

    private static final long DEFAULT_INTERVAL_MILLIS = 10_000;
    private static final long NOT_MISSED = -1;

    /** Time of the clock by rank, milliseconds; -1 for those never heard or ended. */
    public long[] heard = new long[0];

    /** Step that the run had reached then, by rank. */
    public long[] steps = new long[0];

    /** Ranks that were heard and have not ended. */
    public int ranks;

    /** The clock, milliseconds. */
    public long clock;

    /** Time in the log of the last record, milliseconds since 1970-01-01 UTC; 0 before it. */
    public long lastMillis;

    /** Records since the ranks were looked at. */
    public int records;

    /** Milliseconds after which the agent of a run sends something. */
    static long interval(RunStarted run) {
        return run.getHeartbeatIntervalMillis() > 0 ? run.getHeartbeatIntervalMillis() : DEFAULT_INTERVAL_MILLIS;
    }

    /**
     * Takes a record.
     *
     * @param step that the run has reached
     * @return whether it is time to look for silent ranks: once a round, so that looking costs little
     */
    boolean take(int rank, long step, long nowMillis, long intervalMillis) {
        if (lastMillis > 0 && nowMillis > lastMillis) {
            clock += Math.min(nowMillis - lastMillis, intervalMillis);
        }
        lastMillis = Math.max(nowMillis, lastMillis);
        if (rank >= RankLevels.MOST) {
            return false;
        }
        if (rank >= heard.length) {
            int before = heard.length;
            heard = Arrays.copyOf(heard, Math.min(RankLevels.MOST, Math.max(rank + 1, 2 * before)));
            Arrays.fill(heard, before, heard.length, NOT_MISSED);
            steps = Arrays.copyOf(steps, heard.length);
        }
        ranks += heard[rank] == NOT_MISSED ? 1 : 0;
        heard[rank] = clock;
        steps[rank] = step;
        if (++records < ranks) {
            return false;
        }
        records = 0;
        return true;
    }

    void end(int rank) {
        if (rank < heard.length && heard[rank] != NOT_MISSED) {
            heard[rank] = NOT_MISSED;
            ranks--;
        }
    }

    /** The lowest rank that is silent for at least so long, -1 where there is none. */
    int lowestSilent(long patienceMillis) {
        for (int rank = 0; rank < heard.length; rank++) {
            if (silent(rank, patienceMillis)) {
                return rank;
            }
        }
        return -1;
    }

    /** Ranks that are silent for at least so long. */
    int silent(long patienceMillis) {
        int silent = 0;
        for (int rank = 0; rank < heard.length; rank++) {
            silent += silent(rank, patienceMillis) ? 1 : 0;
        }
        return silent;
    }

    long silenceMillis(int rank) {
        return clock - heard[rank];
    }

    private boolean silent(int rank, long patienceMillis) {
        return heard[rank] != NOT_MISSED && clock - heard[rank] >= patienceMillis;
    }
}
