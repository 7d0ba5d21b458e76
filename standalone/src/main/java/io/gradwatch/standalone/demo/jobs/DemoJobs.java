package io.gradwatch.standalone.demo.jobs;

import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.standalone.demo.jobs.DigitsTraining.Plan;
import java.util.List;
import java.util.Set;

/** The jobs of the demo. */
public final class DemoJobs {
    private static final int ALL_IMAGES = 1437;
    private static final int STEPS_PER_EPOCH = 44;

    private static final List<DemoJob> ALL = List.of(
            new DemoJob(
                    "healthy",
                    "A classifier with sane defaults learns the digits and stays quiet.",
                    Set.of(),
                    DemoNetworks::healthy,
                    new Plan(ALL_IMAGES, 32, 15 * STEPS_PER_EPOCH, STEPS_PER_EPOCH)),
            new DemoJob(
                    "exploding",
                    "The learning rate warms up to twice what the network bears: gradients explode, the loss becomes NaN.",
                    Set.of(AlertClass.EXPLODING.label(), AlertClass.NAN.label()),
                    DemoNetworks::warmedUpTooFar,
                    new Plan(ALL_IMAGES, 32, 320, STEPS_PER_EPOCH, 20)),
            new DemoJob(
                    "oscillating",
                    "A high learning rate with momentum throws the loss up and down; clipping hides that it would explode.",
                    Set.of(AlertClass.OSCILLATING.label()),
                    DemoNetworks::jumpy,
                    new Plan(ALL_IMAGES, 32, 12 * STEPS_PER_EPOCH, 33)),
            new DemoJob(
                    "overfitting",
                    "A wide network learns a hundred images by heart: the training loss goes to zero, validation gets worse.",
                    Set.of(AlertClass.OVERFITTING.label()),
                    DemoNetworks::wide,
                    new Plan(100, 20, 1000, 10)),
            new DemoJob(
                    "killed",
                    "A healthy job whose process is destroyed in mid-run: nobody says goodbye, the run falls silent.",
                    Set.of(AlertClass.SILENT.label()),
                    DemoNetworks::healthy,
                    new Plan(ALL_IMAGES, 32, 2000 * STEPS_PER_EPOCH, STEPS_PER_EPOCH)));

    private DemoJobs() {}

    /** All jobs, the healthy one first. */
    public static List<DemoJob> all() {
        return ALL;
    }

    /** The job of a name; null if there is none. */
    public static DemoJob named(String name) {
        return ALL.stream().filter(job -> job.name().equals(name)).findFirst().orElse(null);
    }

    /** The names of all jobs. */
    public static List<String> names() {
        return ALL.stream().map(DemoJob::name).toList();
    }
}
