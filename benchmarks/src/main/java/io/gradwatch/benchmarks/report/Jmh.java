package io.gradwatch.benchmarks.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks of JMH whose methods count with {@link ThreadCost}. */
public final class Jmh {

    private Jmh() {}

    /**
     * Cost of one call in one benchmark.
     *
     * @param name of the method
     * @param parameters by name
     * @param nanos by the clock: the median of the iterations, nanoseconds
     * @param cpuNanos that a core spent on the thread, nanoseconds
     * @param bytes that the thread allocated
     * @param dropped share of the calls that had no effect, 0 to 1
     */
    public record Cost(
            String name, Map<String, String> parameters, double nanos, double cpuNanos, double bytes, double dropped) {}

    /**
     * Runs all benchmarks of a class, each in a JVM of its own.
     *
     * @param seconds that each is measured; half of it more warms it up
     */
    public static List<Cost> run(Class<?> benchmark, int seconds) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName().replace(".", "\\.") + "\\.")
                .forks(1)
                .warmupIterations(Math.max(1, seconds / 2))
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        try {
            return new Runner(options.build())
                    .run().stream()
                            .map(Jmh::cost)
                            .sorted(Comparator.comparing(Cost::name)
                                    .thenComparing(cost -> cost.parameters().toString()))
                            .toList();
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH failed: " + e.getMessage(), e);
        }
    }

    private static Cost cost(RunResult result) {
        String full = result.getParams().getBenchmark();
        Map<String, String> parameters = new TreeMap<>();
        result.getParams()
                .getParamsKeys()
                .forEach(key -> parameters.put(key, result.getParams().getParam(key)));
        return new Cost(
                full.substring(full.lastIndexOf('.') + 1),
                parameters,
                result.getPrimaryResult().getStatistics().getPercentile(50),
                perCall(result, "cpuNanos"),
                perCall(result, "allocatedBytes"),
                perCall(result, "droppedCalls"));
    }

    private static double perCall(RunResult result, String counter) {
        return result.getSecondaryResults().get(counter).getScore()
                / result.getSecondaryResults().get("calls").getScore();
    }
}
