package io.gradwatch.standalone.chaos;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.standalone.chaos.NotifiedAlert.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The part of the ledger about messages: one message says that an alert fired, and one that it is over. */
final class NotifiedOnce {

    private NotifiedOnce() {}

    /**
     * Compares.
     *
     * @param where place at which the messages arrived
     * @param notified entries of all messages there
     * @param alerts in their latest revision
     */
    static void compare(String where, List<NotifiedAlert> notified, List<Alert> alerts, Balance balance) {
        Map<String, List<NotifiedAlert>> byAlert = new HashMap<>();
        notified.forEach(one ->
                byAlert.computeIfAbsent(one.alert(), id -> new ArrayList<>()).add(one));
        for (Alert alert : alerts) {
            List<NotifiedAlert> of = byAlert.getOrDefault(alert.getId(), List.of());
            balance.notified(of.size());
            boolean over = alert.getState() != AlertState.FIRING;
            List<NotifiedAlert> begins = of.stream()
                    .filter(one -> one.change() != Change.OVER && one.change() != Change.WORSE)
                    .toList();
            List<NotifiedAlert> ends = of.stream()
                    .filter(one -> one.change() == Change.OVER || one.change() == Change.FIRED_AND_OVER)
                    .toList();
            int again = once(where + " that " + alert.getId() + " fired", begins, 1, balance);
            int overAgain = once(where + " that " + alert.getId() + " is over", ends, over ? 1 : 0, balance);
            int both = (int) ends.stream()
                    .filter(one -> one.noted() && one.change() == Change.FIRED_AND_OVER)
                    .count();
            // One message can report both.
            int messages = again + overAgain - Math.min(both, Math.min(again, overAgain));
            if (messages > 0) {
                balance.inDoubt(where, Trainings.fault(alert.getRunId()), messages, where + " of " + alert.getId());
            }
        }
    }

    /** Notes mails that came again as they were, which mail programs show once. */
    static void sameMail(String where, List<List<NotifiedAlert>> again, List<Alert> alerts, Balance balance) {
        for (List<NotifiedAlert> mail : again) {
            alerts.stream()
                    .filter(alert -> mail.stream().anyMatch(one -> one.alert().equals(alert.getId())))
                    .findFirst()
                    .ifPresent(alert -> balance.inDoubt(
                            where,
                            Trainings.fault(alert.getRunId()),
                            1,
                            where + " of " + alert.getId() + ", with the same Message-ID"));
        }
    }

    /**
     * Notes a loss or a double. A message marked as a repeat is allowed: the first one may not have arrived.
     *
     * @return messages marked as repeats
     */
    private static int once(String what, List<NotifiedAlert> notified, int wanted, Balance balance) {
        if (notified.size() < wanted) {
            balance.lost(what);
        }
        long plain = notified.stream().filter(one -> !one.noted()).count();
        if (plain > wanted) {
            balance.twice(what + ", " + plain + " times");
            return 0;
        }
        return Math.max(0, notified.size() - wanted);
    }
}
