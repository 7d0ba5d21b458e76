package io.gradwatch.fleet.http.history;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.Points;
import io.gradwatch.fleet.history.PointsRequest;
import io.gradwatch.fleet.live.LiveFleet;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunDetail.Description;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts runs beside each other: their curves, and what they declared. */
final class Comparison {

    private final History history;
    private final LiveFleet fleet;

    Comparison(History history, LiveFleet fleet) {
        this.history = history;
        this.fleet = fleet;
    }

    /**
     * One run's part.
     *
     * @param state as its row has it; null where nobody knows the run
     * @param verdict as its row has it
     * @param unrecovered as its row has it
     */
    record Compared(String run, String name, String state, String verdict, List<String> unrecovered, Points points) {}

    /**
     * What the runs declared under one name.
     *
     * @param values of the runs in their order, null where one has none
     * @param differs whether they are not all the same
     */
    record Entry(String key, List<String> values, boolean differs) {}

    /** Curves and configuration of all runs, in the order in which they were asked for. */
    record Answer(List<Compared> runs, List<Entry> configuration) {}

    /** @param requests one for each run */
    Answer of(List<PointsRequest> requests) {
        List<Compared> runs = new ArrayList<>();
        Map<String, String[]> configuration = new TreeMap<>();
        for (int i = 0; i < requests.size(); i++) {
            PointsRequest request = requests.get(i);
            Optional<RunDetail> known = fleet.run(request.run());
            runs.add(new Compared(
                    request.run(),
                    known.map(run -> run.row().name()).orElse(request.run()),
                    known.map(run -> run.row().state()).orElse(null),
                    known.map(run -> run.row().verdict()).orElse(null),
                    known.map(run -> run.row().unrecovered()).orElse(List.of()),
                    history.series().points(request)));
            int place = i;
            known.map(RunDetail::description)
                    .map(Comparison::declared)
                    .orElse(Map.of())
                    .forEach((key, value) ->
                            configuration.computeIfAbsent(key, ignored -> new String[requests.size()])[place] = value);
        }
        return new Answer(
                runs,
                configuration.entrySet().stream()
                        .map(entry -> entry(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static Entry entry(String key, String[] values) {
        List<String> list = Arrays.asList(values);
        return new Entry(key, list, new HashSet<>(list).size() > 1);
    }

    private static Map<String, String> declared(Description description) {
        Map<String, String> all = new LinkedHashMap<>(description.hyperparameters());
        put(all, "framework", description.framework());
        put(all, "framework version", description.frameworkVersion());
        put(all, "objective", description.objective());
        put(all, "reference", description.reference());
        if (description.goalError() != null) {
            all.put("goal error", description.goalError().toString());
        }
        return all;
    }

    private static void put(Map<String, String> all, String key, String value) {
        if (value != null && !value.isEmpty()) {
            all.put(key, value);
        }
    }
}
