package io.gradwatch.standalone.chaos;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** One run of chaos: starts the parts, does the faults of a schedule one after the other, and closes the ledger. */
final class Chaos {

    /** Longest time from the end of a fault to the delivery of the next alert. */
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(180);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final ChaosSettings settings;
    private final PrintStream out;
    private volatile Parts going;
    private final ChaosReport report = new ChaosReport();

    /** @param out takes a line for each fault, and the report */
    Chaos(ChaosSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * Runs the faults and checks the ledger.
     *
     * @param folder for state and logs
     * @return true where no message was lost or sent twice, and each part came back
     */
    boolean run(Path folder) throws Exception {
        out.println("to run it again: standalone/chaos " + settings);
        try (Channels channels = new Channels();
                Parts parts = settings.form().parts(folder, channels)) {
            going = parts;
            parts.start();
            try (Trainings trainings = new Trainings(parts.kafka(), folder.resolve("agents"))) {
                doFaults(parts, trainings, channels.inbox());
                trainings.finish();
                Balance balance = new Ledger(parts, trainings, channels.inbox(), report::problem).balance();
                out.println(report.text(balance));
                boolean failed = report.failed(balance);
                if (failed) {
                    out.println("to run it again: standalone/chaos " + settings + "\n" + parts.logs());
                }
                return !failed;
            }
        }
    }

    /** Ends the processes of one that is interrupted; may be called at any time. */
    void abandon() {
        Parts left = going;
        try {
            if (left != null) {
                left.close();
            }
        } catch (Exception e) {
            out.println("what it started may still run: " + e);
        }
    }

    private void doFaults(Parts parts, Trainings trainings, Inbox inbox) throws Exception {
        Instant end = Instant.now().plus(settings.longest());
        for (Fault fault : FaultSchedule.of(settings.seed(), settings.faults(), parts.targets())) {
            if (Instant.now().isAfter(end)) {
                return;
            }
            trainings.beginHit(fault);
            Pause.of(fault.after());
            parts.hurt(fault);
            Pause.of(fault.lasts());
            parts.mend(fault);
            long mended = System.nanoTime();
            Duration recovery = awaitNotified(fault, mended, trainings.fail(fault), parts, inbox);
            out.println(Instant.now() + " " + fault + "; over after " + recovery.toMillis() + " ms");
            report.add(fault, recovery);
        }
    }

    private Duration awaitNotified(Fault fault, long begin, Training run, Parts parts, Inbox inbox) throws Exception {
        while (System.nanoTime() - begin < LONGEST_RECOVERY.toNanos()) {
            if (inbox.has(run.id())) {
                return Duration.ofNanos(System.nanoTime() - begin);
            }
            parts.revive().forEach(what -> report.problem(fault + ": " + what));
            Pause.of(BETWEEN_LOOKS);
        }
        report.problem(fault + ": nobody was told of " + run.id() + " within " + LONGEST_RECOVERY.toSeconds() + " s");
        return LONGEST_RECOVERY;
    }
}
