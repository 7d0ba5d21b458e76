package io.gradwatch.standalone.report;

import io.gradwatch.detection.generalisation.SplitErrors;
import io.gradwatch.detection.stats.Ring;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The errors of a run by split, as it stands with the last event: the last evaluation of each split, and for training,
 * where that split is not evaluated, the mean over the steps before the last evaluation. Error rates (1 - accuracy, in
 * per cent) where evaluations have an accuracy, else losses.
 */
final class RunErrors {

    private static final String ACCURACY = "accuracy";
    private static final int LATEST = 10;
    private static final double PER_CENT = 100;

    private final Map<Split, Double> rates = new EnumMap<>(Split.class);
    private final Map<Split, Double> losses = new EnumMap<>(Split.class);
    private final Map<Split, Map<String, Double>> types = new EnumMap<>(Split.class);
    private Training rate = new Training();
    private Training loss = new Training();
    private RunStarted declared = Column.UNDECLARED;
    private int attempt;

    /** Takes the next event; a new attempt begins anew. */
    void take(Telemetry telemetry) {
        if (telemetry.getOrigin().getAttempt() > attempt) {
            attempt = telemetry.getOrigin().getAttempt();
            rates.clear();
            losses.clear();
            types.clear();
            rate = new Training();
            loss = new Training();
        }
        if (telemetry.getOrigin().getAttempt() < attempt) {
            return;
        }
        if (telemetry.getEvent() instanceof RunStarted started) {
            declared = started;
        } else if (telemetry.getEvent() instanceof Step step) {
            loss.add(step.getLoss());
            rate.add(rate(step.getMetrics()));
        } else if (telemetry.getEvent() instanceof Evaluation evaluation) {
            evaluated(evaluation);
        }
    }

    /** The run as a column of the report; empty where it has sent no error. */
    Optional<Column> column(String name, Optional<Double> goal) {
        boolean byRate = !rates.isEmpty();
        Map<Split, Double> last = byRate ? rates : losses;
        double training = last.getOrDefault(Split.TRAIN, (byRate ? rate : loss).mean());
        SplitErrors errors = new SplitErrors(
                training,
                last.getOrDefault(Split.TRAIN_VAL, Double.NaN),
                last.getOrDefault(Split.TEST_VAL, Double.NaN),
                last.getOrDefault(Split.TEST, Double.NaN));
        if (Double.isNaN(training) && Double.isNaN(errors.nearestToUse())) {
            return Optional.empty();
        }
        double scale = byRate ? PER_CENT : 1;
        Double wanted = declared.getGoalError();
        double goalOfRun = goal.orElse(wanted == null ? Double.NaN : scale * wanted);
        return Optional.of(Column.of(name, byRate ? "%" : "", errors, goalOfRun, declared));
    }

    /** Share of each type of error in a split, in per cent; empty where no analysis was sent. */
    Map<String, Double> errorTypes(Split split) {
        return types.getOrDefault(split, Map.of());
    }

    private void evaluated(Evaluation evaluation) {
        rate.close(evaluation.getStep());
        loss.close(evaluation.getStep());
        Double error = rate(evaluation.getMetrics());
        if (error != null) {
            rates.put(evaluation.getSplit(), error);
        }
        if (evaluation.getLoss() != null && Double.isFinite(evaluation.getLoss())) {
            losses.put(evaluation.getSplit(), evaluation.getLoss());
        }
        List<ErrorType> analysis = evaluation.getErrorTypes();
        if (analysis != null && !analysis.isEmpty()) {
            Map<String, Double> shares = new LinkedHashMap<>();
            analysis.stream()
                    .filter(type -> type.getShare() >= 0 && type.getShare() <= 1)
                    .forEach(type -> shares.put(type.getName(), PER_CENT * type.getShare()));
            types.put(evaluation.getSplit(), shares);
        }
    }

    private static Double rate(Map<String, Double> metrics) {
        Double accuracy = metrics.get(ACCURACY);
        return accuracy == null || !(accuracy >= 0 && accuracy <= 1) ? null : PER_CENT * (1 - accuracy);
    }

    /** Mean of the steps before the last evaluation; without one, of the last steps. */
    private static final class Training {
        private final Ring latest = new Ring(LATEST);
        private double sum;
        private long count;
        private double closed = Double.NaN;
        private long closedAt = -1;

        void add(Double value) {
            if (value != null && Double.isFinite(value)) {
                latest.add(value);
                sum += value;
                count++;
            }
        }

        /** Evaluations of several splits at one step are one. */
        void close(long step) {
            if (count > 0 && step != closedAt) {
                closed = sum / count;
                sum = 0;
                count = 0;
            }
            closedAt = step;
        }

        double mean() {
            if (!Double.isNaN(closed) || latest.size() == 0) {
                return closed;
            }
            double total = 0;
            for (int i = 0; i < latest.size(); i++) {
                total += latest.last(i);
            }
            return total / latest.size();
        }
    }
}
