package io.gradwatch.standalone.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The faults of a run of chaos: the same seed and targets give the same faults, and more of them begin with the same.
 */
final class FaultSchedule {

    private static final int LONGEST_AFTER_MILLIS = 2_000;
    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 5_000;

    /** A killed process is started anew soon, as a service manager does. */
    private static final int LONGEST_AWAY_MILLIS = 1_000;

    private FaultSchedule() {}

    /**
     * Draws faults.
     *
     * @param seed of all choices
     * @param count number of faults
     * @param targets parts that can be hurt
     */
    static List<Fault> of(long seed, int count, List<Target> targets) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Fault> faults = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Target target = pick(targets, random);
            int longest = target.kind().endsProcess() ? LONGEST_AWAY_MILLIS : LONGEST_MILLIS;
            faults.add(new Fault(
                    number,
                    target.kind(),
                    target.part(),
                    Duration.ofMillis(random.nextInt(LONGEST_AFTER_MILLIS)),
                    Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, longest)),
                    random.nextLong()));
        }
        return faults;
    }

    private static Target pick(List<Target> targets, SplittableRandom random) {
        int left = random.nextInt(targets.stream().mapToInt(Target::weight).sum());
        for (Target target : targets) {
            left -= target.weight();
            if (left < 0) {
                return target;
            }
        }
        throw new IllegalArgumentException("no targets");
    }
}
