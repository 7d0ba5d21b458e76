package io.gradwatch.detection.synthetic;

import io.gradwatch.detection.synthetic.family.HealthyCurves;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Measures false alarms and recall of all detectors, with their defaults, on seeded synthetic runs. */
public final class DetectionQuality {

    private DetectionQuality() {}

    /** Prints the tables; exit code 2 when the arguments are not understood. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        List<String> words = List.of(arguments);
        if (words.contains("--help")) {
            out.print(Options.USAGE);
            out.flush();
        } else if (words.equals(List.of("--families", "list"))) {
            HealthyCurves.families().forEach(family -> out.println(family.name()));
        } else {
            System.exit(run(arguments, out));
        }
    }

    private static int run(String[] arguments, PrintWriter out) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.print(Options.USAGE);
            out.flush();
            return 2;
        }
        measure(options, out);
        return 0;
    }

    private static void measure(Options options, PrintWriter out) throws InterruptedException {
        AlarmRecorder judge = AlarmRecorder.ofAll();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            if (options.healthy()) {
                FalseAlarms.print(
                        all(threads, FalseAlarms.planned(options), run -> FalseAlarms.judged(judge, run)),
                        options.alarms(),
                        out);
            }
            if (options.faults()) {
                Recall.print(all(threads, Recall.planned(options), fault -> Recall.judged(judge, fault)), out);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Results of {@code work} for each item, in their order, on all threads. */
    static <T, R> List<R> all(ExecutorService threads, List<T> items, Function<T, R> work) throws InterruptedException {
        List<Callable<R>> calls =
                items.stream().<Callable<R>>map(item -> () -> work.apply(item)).toList();
        return threads.invokeAll(calls).stream().map(DetectionQuality::result).toList();
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run could not be judged", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
