package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import java.util.ArrayList;
import java.util.List;

/** Lines of a log that are left out because they are wrong: the first is told, the others are counted. */
public final class LeftOut {

    /** A log of which so many lines are wrong, and none was right, is of another kind. */
    private static final int MOST_WITHOUT_A_ROW = 1_000;

    private UnreadableLogException first;
    private long count;

    /**
     * Leaves a line out.
     *
     * @param rows that were read before
     * @throws UnreadableLogException the first problem, where the log seems to be of another kind
     */
    public void add(UnreadableLogException problem, long rows) throws UnreadableLogException {
        first = first == null ? problem : first;
        count++;
        if (rows == 0 && count >= MOST_WITHOUT_A_ROW) {
            throw first;
        }
    }

    /**
     * The log is over.
     *
     * @throws UnreadableLogException the first problem, where nothing could be read
     */
    public void end(long rows) throws UnreadableLogException {
        if (first != null && rows == 0) {
            throw first;
        }
    }

    public long count() {
        return count;
    }

    /** The understanding with the lines that were left out. */
    public Understanding in(Understanding understood) {
        if (first == null) {
            return understood;
        }
        List<String> hints = new ArrayList<>(understood.hints());
        hints.add(first.getMessage() + "; left out" + (count > 1 ? ", with " + (count - 1) + " more" : ""));
        return understood.withHints(hints);
    }
}
