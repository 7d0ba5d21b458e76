package io.gradwatch.fleet.live.row;

import io.gradwatch.schema.SeriesState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The last values of the series of a run, small enough to be kept of each run in memory. */
public final class LastValues {

    /** Of a run without any. */
    public static final LastValues NONE = new LastValues(new String[0], new double[0]);

    private final String[] names;
    private final double[] values;

    private LastValues(String[] names, double[] values) {
        this.names = names;
        this.values = values;
    }

    /** @param before values of the run before, whose names are shared where they are the same; null without any */
    static LastValues of(Map<String, SeriesState> series, LastValues before) {
        String[] names = before != null && sameNames(before.names, series) ? before.names : names(series);
        double[] values = new double[names.length];
        Arrays.setAll(values, i -> series.get(names[i]).getLast());
        return new LastValues(names, values);
    }

    private static boolean sameNames(String[] names, Map<String, SeriesState> series) {
        return names.length == series.size() && Arrays.stream(names).allMatch(series::containsKey);
    }

    /** Most runs have series of the same names. */
    private static String[] names(Map<String, SeriesState> series) {
        return series.keySet().stream().sorted().map(String::intern).toArray(String[]::new);
    }

    /** The last value of a series; null where the run has none of this name. */
    public Double last(String name) {
        int at = Arrays.binarySearch(names, name);
        return at < 0 ? null : (Double) values[at];
    }

    /** Names of the series, in order. */
    public List<String> names() {
        return Arrays.asList(names);
    }
}
