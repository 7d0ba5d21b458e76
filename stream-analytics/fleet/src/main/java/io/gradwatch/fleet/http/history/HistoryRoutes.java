package io.gradwatch.fleet.http.history;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.Points;
import io.gradwatch.fleet.history.PointsRequest;
import io.gradwatch.fleet.history.SeriesQueries.Series;
import io.gradwatch.fleet.history.TensorQueries;
import io.gradwatch.fleet.history.TensorQueries.HeatMap;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.FileFormat;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameters;
import io.gradwatch.fleet.http.route.Routes;
import io.gradwatch.fleet.live.LiveFleet;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the history answers: curves at any zoom, heat maps of layers, and runs beside each other. */
public final class HistoryRoutes implements Routes {

    private static final long MOST_RANKS = 16_384;
    private static final int MOST_COMPARED = 20;
    private static final int USUAL_POINTS = 1_000;
    private static final int USUAL_COLUMNS = 400;
    private static final double MOST_SMOOTHED = 1e9;

    private final History history;
    private final LiveFleet fleet;
    private final Comparison comparison;
    private final PointBudget budget = new PointBudget();

    /**
     * @param history that is asked
     * @param fleet that knows what runs declared
     */
    public HistoryRoutes(History history, LiveFleet fleet) {
        this.history = history;
        this.fleet = fleet;
        this.comparison = new Comparison(history, fleet);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(API + "/runs/{run}/series", this::series);
        routes.get(API + "/runs/{run}/points", this::points);
        routes.get(API + "/runs/{run}/tensors", this::tensors);
        routes.get(API + "/compare", this::compare);
    }

    private void series(Context context) {
        new Parameters(context, Set.of());
        List<Series> series = history.series().series(context.pathParam("run"));
        checkKnown(context.pathParam("run"), series.isEmpty());
        Json.answer(context, new AllSeries(series));
    }

    private void points(Context context) {
        Parameters given = new Parameters(context, Set.of("series", "rank", "from", "to", "points", "x", "smooth"));
        PointsRequest request = request(context.pathParam("run"), given, axis(given));
        budget.within(request.points(), () -> points(context, request));
    }

    private void points(Context context, PointsRequest request) {
        if (FileFormat.PARQUET.wanted(context)) {
            FileFormat.PARQUET.send(context, history.series().file(request));
            return;
        }
        Points points = history.series().points(request);
        checkKnown(request.run(), points.size() == 0);
        Json.answer(context, new Curve(request.run(), request.series(), request.rank(), points));
    }

    private void tensors(Context context) {
        Parameters given = new Parameters(context, Set.of("kind", "statistic", "from", "to", "columns"));
        String kind = given.text("kind");
        String statistic = given.choice(
                "statistic", TensorQueries.STATISTICS.stream().sorted().toList(), "l2_norm");
        Long from = given.wholeNumber("from", 0, Long.MAX_VALUE, null);
        Long to = given.wholeNumber("to", 0, Long.MAX_VALUE, null);
        if (from != null && to != null && from > to) {
            throw Parameters.wrong("from", from.toString(), "at most 'to', which was '" + to + "'");
        }
        String tensor = kind == null ? "gradient" : kind.toLowerCase(Locale.ROOT);
        int columns = (int) (long) given.wholeNumber("columns", 1, TensorQueries.MOST_COLUMNS, (long) USUAL_COLUMNS);
        String run = context.pathParam("run");
        budget.within(TensorQueries.MOST_CELLS, () -> {
            HeatMap map = history.tensors().heatMap(run, tensor, statistic, from, to, columns);
            checkKnown(run, map.layers().isEmpty());
            Json.answer(context, map);
        });
    }

    private void compare(Context context) {
        Parameters given = new Parameters(context, Set.of("run", "series", "rank", "from", "to", "points", "smooth"));
        List<String> runs = given.texts("run", MOST_COMPARED);
        if (runs.isEmpty()) {
            throw Parameters.wrong("run", "", "given, once for each run");
        }
        List<PointsRequest> requests = runs.stream()
                .map(run -> request(run, given, PointsRequest.Axis.STEP))
                .toList();
        long points = requests.stream().mapToLong(PointsRequest::points).sum();
        budget.within(points, () -> {
            Comparison.Answer answer = comparison.of(requests);
            answer.runs().forEach(run -> checkKnown(run.run(), run.points().size() == 0));
            Json.answer(context, answer);
        });
    }

    /** A run that has made no step yet has no values; one that nobody knows is not there. */
    private void checkKnown(String run, boolean empty) {
        if (empty && history.series().series(run).isEmpty() && fleet.run(run).isEmpty()) {
            throw ApiException.notFound("No run '" + run + "' is live, and the history has no values of it");
        }
    }

    private static PointsRequest.Axis axis(Parameters given) {
        String axis = given.choice("x", List.of("step", "time"), "step");
        return axis.equals("time") ? PointsRequest.Axis.TIME : PointsRequest.Axis.STEP;
    }

    private static PointsRequest request(String run, Parameters given, PointsRequest.Axis axis) {
        String series = given.text("series");
        try {
            return new PointsRequest(
                    run,
                    series == null ? "loss" : series,
                    (int) (long) given.wholeNumber("rank", 0, MOST_RANKS, 0L),
                    axis,
                    given.wholeNumber("from", 0, Long.MAX_VALUE, null),
                    given.wholeNumber("to", 0, Long.MAX_VALUE, null),
                    (int) (long) given.wholeNumber("points", 1, PointsRequest.MOST_POINTS, (long) USUAL_POINTS),
                    halfLifeSteps(given.number("smooth", 0, MOST_SMOOTHED, 0.0)));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(e.getMessage());
        }
    }

    /**
     * Of an exponential mean in which the past weighs {@code 1 - 1 / values}: where {@code (1 - 1 / values)^n} is a
     * half.
     */
    private static double halfLifeSteps(double values) {
        return values <= 1 ? 0 : Math.log(0.5) / Math.log1p(-1 / values);
    }

    private record AllSeries(List<Series> series) {}

    private record Curve(
            String run,
            String series,
            int rank,
            @JsonUnwrapped Points points) {}
}
