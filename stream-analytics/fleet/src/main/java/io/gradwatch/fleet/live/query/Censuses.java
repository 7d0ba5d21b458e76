package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Census;
import io.gradwatch.fleet.live.view.Census.AlertKind;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.schema.fault.RunVerdict;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Counts the runs of an index. */
public final class Censuses {

    private Censuses() {}

    /** @param standing tells how an alert stands for people */
    public static Census of(Stream<RunIndex.Entry> entries, UnaryOperator<AlertRow> standing) {
        Map<String, Integer> states = new TreeMap<>();
        RunStatus.labels().forEach(state -> states.put(state, 0));
        Map<String, Integer> unrecovered = new TreeMap<>();
        RunVerdict.labels().forEach(verdict -> unrecovered.put(verdict, 0));
        Map<AlertKind, Integer> alerts = new HashMap<>();
        double rate = 0;
        int slow = 0;
        long used = 0;
        long wasted = 0;
        for (RunIndex.Entry entry : (Iterable<RunIndex.Entry>) entries::iterator) {
            states.merge(entry.row().state(), 1, Integer::sum);
            count(entry, alerts);
            if (entry.row().verdict() != null
                    && entry.alerts().stream().anyMatch(alert -> Overviews.isLeft(alert, standing))) {
                unrecovered.merge(entry.row().verdict(), 1, Integer::sum);
            }
            used += entry.gpuMillisUsed();
            wasted += entry.gpuMillisWasted();
            if (entry.row().state().equals(RunStatus.TRAINING.label())) {
                rate += entry.row().stepsPerSecond();
                slow += Overviews.isSlow(entry) ? 1 : 0;
            }
        }
        return new Census(states, unrecovered, alerts, rate, slow, used, wasted);
    }

    private static void count(RunIndex.Entry entry, Map<AlertKind, Integer> alerts) {
        for (AlertRow alert : entry.alerts()) {
            if (alert.firing()) {
                alerts.merge(new AlertKind(alert.alertClass(), alert.severity()), 1, Integer::sum);
            }
        }
    }
}
