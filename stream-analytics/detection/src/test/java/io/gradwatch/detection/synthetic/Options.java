package io.gradwatch.detection.synthetic;

import io.gradwatch.detection.synthetic.family.HealthyCurves;
import io.gradwatch.detection.synthetic.family.HealthyFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Options of a measurement.
 *
 * @param runs healthy runs of the shortest order of length, and planted faults of each size
 * @param families those whose healthy runs are judged
 * @param firstSeed the runs of a family have the seeds from here on
 * @param orders of length in rows: 100 stands for 100 to 316
 * @param healthy whether to measure false alarms
 * @param faults whether to measure recall
 * @param alarms whether to print every false alarm
 */
record Options(
        int runs,
        List<HealthyFamily> families,
        long firstSeed,
        List<Long> orders,
        boolean healthy,
        boolean faults,
        boolean alarms) {

    static final String USAGE = """
            usage: detection-quality [RUNS] [--families A,B] [--first-seed N] [--lengths 100,1000] [--only healthy|faults]
                                     [--alarms]

            Judges the detectors by seeded synthetic runs and prints tables in Markdown.
              RUNS          healthy runs at the shortest length, over all families, and faults of each size. Default: 300.
                            A longer length has fewer, in inverse proportion to the square root of it
              --families    by name; 'list' prints the names
              --first-seed  another number gives other runs. Default: 1
              --lengths     rows, each up to 3.16 times as many. Default: 100,1000,10000,100000,1000000
              --only        one half of the work
              --alarms      also prints every false alarm: family, seed, rows, detector, class, step

            Example: detection-quality 500 --families steps-power-law,noise-student --lengths 100,1000 --only healthy
            """;

    /**
     * Reads the arguments of the command line.
     *
     * @throws IllegalArgumentException saying which argument was wrong and what was expected
     */
    static Options parse(String[] arguments) {
        Options options = new Options(
                300,
                HealthyCurves.families(),
                1,
                List.of(100L, 1000L, 10_000L, 100_000L, 1_000_000L),
                true,
                true,
                false);
        List<String> left = new ArrayList<>(List.of(arguments));
        while (!left.isEmpty()) {
            options = options.with(left.remove(0), left);
        }
        return options;
    }

    private Options with(String name, List<String> left) {
        return switch (name) {
            case "--families" ->
                new Options(runs, named(value(name, left)), firstSeed, orders, healthy, faults, alarms);
            case "--first-seed" ->
                new Options(runs, families, whole(name, value(name, left)), orders, healthy, faults, alarms);
            case "--lengths" ->
                new Options(runs, families, firstSeed, lengths(name, value(name, left)), healthy, faults, alarms);
            case "--only" -> only(value(name, left));
            case "--alarms" -> new Options(runs, families, firstSeed, orders, healthy, faults, true);
            default ->
                new Options(Math.toIntExact(whole("RUNS", name)), families, firstSeed, orders, healthy, faults, alarms);
        };
    }

    private Options only(String half) {
        if (!half.equals("healthy") && !half.equals("faults")) {
            throw new IllegalArgumentException("--only was '" + half + "' but it must be healthy or faults");
        }
        return new Options(runs, families, firstSeed, orders, half.equals("healthy"), half.equals("faults"), alarms);
    }

    private static String value(String name, List<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(name + " must be followed by a value");
        }
        return left.remove(0);
    }

    private static List<HealthyFamily> named(String names) {
        return Arrays.stream(names.split(",")).map(HealthyCurves::family).toList();
    }

    private static List<Long> lengths(String name, String values) {
        return Arrays.stream(values.split(",")).map(value -> whole(name, value)).toList();
    }

    private static long whole(String name, String value) {
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(name + " was '" + value + "' but it must be a whole number from 1");
        }
        return Long.parseLong(value);
    }
}
