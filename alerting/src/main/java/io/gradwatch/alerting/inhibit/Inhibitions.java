package io.gradwatch.alerting.inhibit;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Alerts that explain others now. Each alert is compared with the patterns once for each of its transitions, since
 * alerts are many and patterns are slow. Not thread-safe.
 */
public final class Inhibitions {

    private final InhibitionRules rules;
    private final Map<String, List<InhibitionRule>> targets = new HashMap<>();
    private final Map<Place, Map<String, Alert>> sources = new HashMap<>();
    private final Map<String, List<Place>> placesOfSource = new HashMap<>();

    /** @param rules of inhibition */
    public Inhibitions(InhibitionRules rules) {
        this.rules = rules;
    }

    /** Notes the latest state of an alert. */
    public void note(Alert alert) {
        forget(alert.getId());
        if (alert.getBacklog()) {
            return;
        }
        targets.put(
                alert.getId(),
                rules.rules().stream().filter(rule -> rule.isTarget(alert)).toList());
        if (alert.getState() != AlertState.RECOVERED) {
            List<Place> places = rules.rules().stream()
                    .filter(rule -> rule.isSource(alert))
                    .map(rule -> Place.of(rule, alert))
                    .flatMap(Optional::stream)
                    .toList();
            placesOfSource.put(alert.getId(), places);
            places.forEach(place ->
                    sources.computeIfAbsent(place, ignored -> new HashMap<>()).put(alert.getId(), alert));
        }
    }

    /** Forgets all alerts but these. */
    public void retain(Set<String> ids) {
        Set<String> known = new HashSet<>(targets.keySet());
        known.removeAll(ids);
        known.forEach(this::forget);
    }

    /**
     * True where another alert explains this one: one that fires or, for an alert that is over, one with which the run
     * ended. One that is less grave explains nothing: people may not hear of it.
     */
    public boolean inhibited(Alert alert) {
        for (InhibitionRule rule : targets.getOrDefault(alert.getId(), List.of())) {
            Optional<Place> place = Place.of(rule, alert);
            if (place.isPresent() && explained(alert, sources.getOrDefault(place.get(), Map.of()), rule.leastRuns())) {
                return true;
            }
        }
        return false;
    }

    private static boolean explained(Alert alert, Map<String, Alert> sources, int leastRuns) {
        boolean over = alert.getState() != AlertState.FIRING;
        return sources.values().stream()
                        .filter(source -> over || source.getState() == AlertState.FIRING)
                        .filter(source -> source.getSeverity().compareTo(alert.getSeverity()) >= 0)
                        .map(Alert::getRunId)
                        .distinct()
                        .limit(leastRuns)
                        .count()
                == leastRuns;
    }

    private void forget(String id) {
        targets.remove(id);
        List<Place> places = placesOfSource.remove(id);
        if (places != null) {
            for (Place place : places) {
                sources.computeIfPresent(place, (same, alerts) -> {
                    alerts.remove(id);
                    return alerts.isEmpty() ? null : alerts;
                });
            }
        }
    }

    /** Values of the labels that source and target of a rule have in common. */
    private record Place(InhibitionRule rule, List<String> labels) {

        static Optional<Place> of(InhibitionRule rule, Alert alert) {
            return rule.place(alert).map(labels -> new Place(rule, labels));
        }
    }
}
