package io.gradwatch.standalone.demo.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the curves of the demo's jobs as CSV files into the folder named by the first argument. */
public final class DemoCurves {
    private DemoCurves() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        List<String> names = List.of(arguments).subList(1, arguments.length);
        for (DemoJob job : DemoJobs.all()) {
            if (names.contains(job.name())) {
                long start = System.nanoTime();
                CurveFile curve = new CurveFile(job.plan());
                job.train(curve, curve, TrainingProgress.NONE);
                Files.write(folder.resolve("demo-" + job.name() + ".csv"), curve.lines());
                System.out.printf("%s: %.1f s%n", job.name(), (System.nanoTime() - start) / 1e9);
            }
        }
    }
}
