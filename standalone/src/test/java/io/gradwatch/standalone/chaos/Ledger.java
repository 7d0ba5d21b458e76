package io.gradwatch.standalone.chaos;

import static io.gradwatch.patience.testing.Patience.PATIENCE;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares what was handed over with what arrived. A step that Kafka acknowledged must be in the topic, and once in the
 * history; each run with a fault must have its alert in the topic, as its latest revision on the page, and that it
 * fired, and that it is over, once in Slack and once in the mail.
 */
final class Ledger {

    /** Time that everything may take to arrive at the end. */

    /**
     * Time in which a repeat comes: longer than the rest of a receiver and the session of a process that stood still.
     */
    private static final Duration TIME_FOR_REPEATS = Duration.ofSeconds(15);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Parts parts;
    private final Trainings trainings;
    private final Inbox inbox;
    private final Consumer<String> problems;

    /** @param problems takes a sentence about each process that ended by itself */
    Ledger(Parts parts, Trainings trainings, Inbox inbox, Consumer<String> problems) {
        this.parts = parts;
        this.trainings = trainings;
        this.inbox = inbox;
        this.problems = problems;
    }

    /**
     * Looks until nothing is missing, or for as long as it may take, and once more when repeats have had their time.
     */
    Balance balance() throws Exception {
        if (!awaitBalance(PATIENCE, balance -> balance.lost().isEmpty())) {
            return look();
        }
        awaitBalance(TIME_FOR_REPEATS, balance -> !balance.twice().isEmpty());
        return look();
    }

    /** Looks for as long as it may take until the balance is as wanted; false where it never was. */
    private boolean awaitBalance(Duration patience, Predicate<Balance> wanted) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            parts.revive().forEach(what -> problems.accept("at the end: " + what));
            if (wanted.test(look())) {
                return true;
            }
            Pause.of(BETWEEN_LOOKS);
        }
        return false;
    }

    private Balance look() throws InterruptedException {
        Balance balance = new Balance();
        try {
            Streams streams = new Streams(parts.kafka());
            Map<String, BitSet> inTopic = streams.steps();
            Map<String, PageApi.StepCount> inHistory = new PageApi(parts.page()).steps();
            for (Training run : runs()) {
                compareSteps(run, inTopic, inHistory, balance);
            }
            compareAlerts(streams.alerts(), balance);
        } catch (IOException | RuntimeException e) {
            balance.lost("everything: no answer, " + e);
        }
        return balance;
    }

    private List<Training> runs() {
        List<Training> runs = new ArrayList<>(trainings.hit());
        runs.addAll(trainings.after());
        return runs;
    }

    private static void compareSteps(
            Training run, Map<String, BitSet> topic, Map<String, PageApi.StepCount> history, Balance balance) {
        BitSet acknowledged = run.acknowledged();
        long steps = acknowledged.cardinality();
        balance.handedOver(steps);
        if (run.waiting() > 0) {
            balance.lost(run.id() + ": " + run.waiting() + " records are not acknowledged");
        }
        BitSet missing = (BitSet) acknowledged.clone();
        missing.andNot(topic.getOrDefault(run.id(), new BitSet()));
        if (!missing.isEmpty()) {
            balance.lost(run.id() + ": steps " + missing + " are not in the topic");
        }
        PageApi.StepCount count = history.getOrDefault(run.id(), new PageApi.StepCount(0, 0));
        if (count.different() < steps) {
            balance.lost(run.id() + ": the history has " + count.different() + " of " + steps + " steps");
        }
        if (count.rows() > count.different()) {
            balance.twice(run.id() + ": the history has " + count.different() + " steps in " + count.rows() + " rows");
        }
    }

    private void compareAlerts(Map<String, Alert> alerts, Balance balance) throws IOException, InterruptedException {
        for (Training run : trainings.hit()) {
            require(run, Trainings.NON_FINITE, AlertState.RECOVERED, alerts, balance);
        }
        for (Training run : trainings.after()) {
            require(run, Trainings.FAILED, null, alerts, balance);
        }
        // The monitor's alerts about itself are notices, which have no end.
        Set<String> ids = runs().stream().map(Training::id).collect(Collectors.toSet());
        List<Alert> ofRuns = alerts.values().stream()
                .filter(alert -> ids.contains(alert.getRunId()))
                .toList();
        MessageAudit.compare("Slack", inbox.slack(), ofRuns, balance);
        MessageAudit.compare("mail", inbox.mail(), ofRuns, balance);
        MessageAudit.sameMail("mail", inbox.mailAgain(), ofRuns, balance);
        PageApi page = new PageApi(parts.page());
        for (Training run : runs()) {
            Map<String, String> shown = page.alerts(run.id());
            alerts.values().stream()
                    .filter(alert -> alert.getRunId().equals(run.id()))
                    .filter(alert -> !alert.getState().name().equalsIgnoreCase(shown.get(alert.getId())))
                    .forEach(alert -> balance.lost(alert.getId() + ": it is " + alert.getState() + " in the topic and "
                            + shown.get(alert.getId()) + " on the page"));
        }
    }

    private static void require(
            Training run, String detector, AlertState state, Map<String, Alert> alerts, Balance balance) {
        List<Alert> found = alerts.values().stream()
                .filter(alert -> alert.getRunId().equals(run.id()))
                .filter(alert -> alert.getDetector().equals(detector))
                .toList();
        if (found.isEmpty()) {
            balance.lost(run.id() + ": the topic has no alert of " + detector);
        } else if (found.size() > 1) {
            balance.twice(run.id() + ": the topic has " + found.size() + " alerts of " + detector);
        } else if (state != null && found.get(0).getState() != state) {
            balance.lost(run.id() + ": the alert of " + detector + " is "
                    + found.get(0).getState());
        }
    }
}
