package io.gradwatch.fleet.http.history;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.PointsRequest;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunDetail.Description;
import io.gradwatch.schema.fault.RunVerdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts runs beside each other: their curves, and what they declared. */
record Comparison(History history, LiveFleet fleet) {

    /** One of the runs; state, verdict and unrecovered are those of its row. */
    @Described(name = "ComparedRun")
    record Compared(
            @Described("Id of the run.") String run,
            @Described("Name of the run.") String name,

            @Described(value = "State of the run; null where nobody knows it.", nullable = true)
            String state,

            @Described(value = "Verdict on the run's end, beside its state.", nullable = true, oneOf = RunVerdict.class)
            String verdict,

            @Described("Classes of the alerts with which its last attempt ended, the gravest first.")
            List<String> unrecovered,

            @Described("Its curve.") Points points) {}

    /** Values that the runs declared under one name. */
    @Described(name = "ComparedValue")
    record Entry(
            @Described("Name of what the runs declared.") String key,

            @Described(value = "Values of the runs in their order; null where a run has none.", nullableElements = true)
            List<String> values,

            @Described("True where the values differ.") boolean differs) {}

    /** Curves and configuration of all runs, in the order in which they were asked for. */
    @Described(name = "Comparison")
    record Answer(
            @Described("The runs, as they were asked for.") List<Compared> runs,

            @Described("Declared configuration of the runs, by name.")
            List<Entry> configuration) {}

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
