package io.gradwatch.fleet.http.history;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.read.EpochQueries;
import io.gradwatch.fleet.history.read.EpochQueries.Epochs;
import io.gradwatch.fleet.history.read.HistogramQueries.Histogram;
import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.PointsRequest;
import io.gradwatch.fleet.history.read.SeriesQueries.Series;
import io.gradwatch.fleet.history.read.TensorQueries;
import io.gradwatch.fleet.history.read.TensorQueries.HeatMap;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.FileFormat;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.http.route.Route;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Routes of the history: curves at any zoom, heat maps and histograms of layers, and runs beside each other. */
public final class HistoryRoutes implements ApiRoutes {

    private static final Parameter<String> RUN = Parameter.path("run", "Id of the run.");
    private static final Parameter<List<String>> RUNS =
            Parameter.texts("run", 20, "Id of a run; given once for each run.").required();
    private static final Parameter<String> SERIES = Parameter.text("series", "loss", "Name of the series.");
    private static final Parameter<Long> RANK =
            Parameter.wholeNumber("rank", 0, 16_384, 0L, "Rank that sent the values.");
    private static final Parameter<Long> FROM = Parameter.wholeNumber(
            "from", 0, Long.MAX_VALUE, null, "First step; first millisecond since 1970-01-01 UTC where x is time.");
    private static final Parameter<Long> TO = Parameter.wholeNumber(
            "to", 0, Long.MAX_VALUE, null, "Last step; last millisecond since 1970-01-01 UTC where x is time.");
    private static final Parameter<Long> POINTS =
            Parameter.wholeNumber("points", 1, PointsRequest.MOST_POINTS, 1_000L, "Most points of the answer.");
    private static final Parameter<Long> EPOCHS = Parameter.wholeNumber(
            "points", EpochQueries.FEWEST, PointsRequest.MOST_POINTS, 1_000L, "About as many epochs are answered.");
    private static final Parameter<String> AXIS =
            Parameter.choice("x", List.of("step", "time"), "step", "Unit of from and to.");
    private static final Parameter<Double> SMOOTH =
            Parameter.number("smooth", 0, 1e9, 0, "Values over which an exponential mean reaches; 0 for none.");
    private static final Parameter<String> KIND = Parameter.text("kind", "gradient", "Kind of tensor.");
    private static final Parameter<String> STATISTIC = Parameter.choice(
            "statistic", TensorQueries.STATISTICS.stream().sorted().toList(), "l2_norm", "Statistic of the tensors.");
    private static final Parameter<String> LAYER =
            Parameter.text("layer", "Layer as the framework prints it.").required();
    private static final Parameter<Long> STEP = Parameter.wholeNumber(
            "step", 0, Long.MAX_VALUE, null, "Last step to look at; the last one of all if not given.");
    private static final Parameter<Long> COLUMNS =
            Parameter.wholeNumber("columns", 1, TensorQueries.MOST_COLUMNS, 400L, "Most columns of the answer.");

    private final History history;
    private final LiveFleet fleet;
    private final Comparison comparison;
    private final PointBudget budget = new PointBudget();

    /**
     * @param history that is asked
     * @param fleet that knows the declarations of runs
     */
    public HistoryRoutes(History history, LiveFleet fleet) {
        this.history = history;
        this.fleet = fleet;
        this.comparison = new Comparison(history, fleet);
    }

    @Override
    public List<Route> routes() {
        String tooMany = "As many points as may are being answered, or the tables are being moved; ask again";
        return Stream.of(
                        Route.get(API + "/runs/{run}/series", "The series that the history has of a run", this::series)
                                .with(RUN)
                                .answers(AllSeries.class),
                        Route.get(
                                        API + "/runs/{run}/points",
                                        "A curve at any zoom; each bucket has its least and greatest value",
                                        this::points)
                                .with(RUN, SERIES, RANK, FROM, TO, POINTS, SMOOTH, AXIS)
                                .answers(Curve.class)
                                .format(FileFormat.PARQUET.type(), byte[].class),
                        Route.get(API + "/runs/{run}/epochs", "The epoch at the steps of a run", this::epochs)
                                .with(RUN, RANK, EPOCHS)
                                .answers(Epochs.class),
                        Route.get(
                                        API + "/runs/{run}/tensors",
                                        "A statistic of all layers over the steps",
                                        this::tensors)
                                .with(RUN, KIND, STATISTIC, FROM, TO, COLUMNS)
                                .answers(HeatMap.class),
                        Route.get(
                                        API + "/runs/{run}/histogram",
                                        "The histogram of a tensor at a step, or at the last one before that has it",
                                        this::histogram)
                                .with(RUN, LAYER, KIND, STEP)
                                .answers(Histogram.class),
                        Route.get(
                                        API + "/compare",
                                        "Runs beside each other: their curves, and what they declared",
                                        this::compare)
                                .with(RUNS, SERIES, RANK, FROM, TO, POINTS, SMOOTH)
                                .answers(Comparison.Answer.class))
                .map(route -> route.mayBeMissing().fails(503, tooMany))
                .toList();
    }

    private void series(Context context) {
        List<Series> series = history.series().series(RUN.of(context));
        checkKnown(RUN.of(context), series.isEmpty());
        Json.answer(context, new AllSeries(series));
    }

    private void points(Context context) {
        PointsRequest request = request(RUN.of(context), context, axis(context));
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

    private void epochs(Context context) {
        String run = RUN.of(context);
        int most = EPOCHS.of(context).intValue();
        budget.within(most, () -> {
            Epochs epochs = history.epochs().of(run, RANK.of(context).intValue(), most);
            checkKnown(run, epochs.source() == null);
            Json.answer(context, epochs);
        });
    }

    private void tensors(Context context) {
        String statistic = STATISTIC.of(context);
        Long from = FROM.of(context);
        Long to = TO.of(context);
        if (from != null && to != null && from > to) {
            throw FROM.wrong(from.toString(), "at most 'to', which was '" + to + "'");
        }
        String tensor = KIND.of(context).toLowerCase(Locale.ROOT);
        int columns = COLUMNS.of(context).intValue();
        String run = RUN.of(context);
        budget.within(TensorQueries.MOST_CELLS, () -> {
            HeatMap map = history.tensors().heatMap(run, tensor, statistic, from, to, columns);
            checkKnown(run, map.layers().isEmpty());
            Json.answer(context, map);
        });
    }

    private void histogram(Context context) {
        String run = RUN.of(context);
        String layer = LAYER.of(context);
        if (layer == null) {
            throw LAYER.wrong("", "given");
        }
        String kind = KIND.of(context).toLowerCase(Locale.ROOT);
        Long step = STEP.of(context);
        budget.within(MagnitudeHistogram.ALL_BINS, () -> {
            Histogram histogram = history.histograms().at(run, layer, kind, step);
            checkKnown(run, histogram.firstStep() == null);
            Json.answer(context, histogram);
        });
    }

    private void compare(Context context) {
        List<String> runs = RUNS.of(context);
        if (runs.isEmpty()) {
            throw RUNS.wrong("", "given, once for each run");
        }
        List<PointsRequest> requests = runs.stream()
                .map(run -> request(run, context, PointsRequest.Axis.STEP))
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

    private static PointsRequest.Axis axis(Context context) {
        return AXIS.of(context).equals("time") ? PointsRequest.Axis.TIME : PointsRequest.Axis.STEP;
    }

    private static PointsRequest request(String run, Context context, PointsRequest.Axis axis) {
        try {
            return new PointsRequest(
                    run,
                    SERIES.of(context),
                    RANK.of(context).intValue(),
                    axis,
                    FROM.of(context),
                    TO.of(context),
                    POINTS.of(context).intValue(),
                    halfLifeSteps(SMOOTH.of(context)));
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

    @Described(name = "SeriesList")
    private record AllSeries(
            @Described("The series, by name.") List<Series> series) {}

    /** The points of one series of a rank. */
    public record Curve(
            @Described("Id of the run.") String run,
            @Described("Name of the series.") String series,
            @Described("Rank that sent the values.") int rank,
            @JsonUnwrapped Points points) {}
}
