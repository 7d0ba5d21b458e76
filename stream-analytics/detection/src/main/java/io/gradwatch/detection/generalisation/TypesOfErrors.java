package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.generalisation.ErrorAnalysis.Priority;
import io.gradwatch.schema.ErrorType;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The last error analysis of the train-val and of the test-val split: the {@value #MOST} largest types of each. A
 * plainstate of at most 2.5 KB.
 */
public class TypesOfErrors {

    private static final int MOST = 16;
    private static final int NAME_CHARACTERS = 60;
    private static final int TOLD = 3;

    /** Share of each type in the train-val set, 0 to 1. */
    public Map<String, Double> trainVal = new HashMap<>();

    /** Share of each type in the test-val set, 0 to 1. */
    public Map<String, Double> testVal = new HashMap<>();

    /** Takes the analysis of an evaluation, where it has one. */
    void take(Evaluation evaluation) {
        if (evaluation.getErrorTypes() == null
                || evaluation.getErrorTypes().isEmpty()
                || (evaluation.getSplit() != Split.TRAIN_VAL && evaluation.getSplit() != Split.TEST_VAL)) {
            return;
        }
        Map<String, Double> taken = new HashMap<>();
        evaluation.getErrorTypes().stream()
                .filter(type -> type.getShare() >= 0 && type.getShare() <= 1)
                .sorted(Comparator.comparingDouble(ErrorType::getShare).reversed())
                .limit(MOST)
                .forEach(type -> taken.put(name(type.getName()), type.getShare()));
        if (evaluation.getSplit() == Split.TEST_VAL) {
            testVal = taken;
        } else {
            trainVal = taken;
        }
    }

    /** Types of errors to work on, most important first; empty unless both splits were analysed. */
    List<String> remedies() {
        if (trainVal.isEmpty() || testVal.isEmpty()) {
            return List.of();
        }
        return ErrorAnalysis.rank(trainVal, testVal).stream()
                .filter(type -> type.priority() == Priority.HIGH)
                .limit(TOLD)
                .map(type -> String.format(
                        Locale.ROOT,
                        "First: collect or synthesise training data for '%s', in %.3g %% of test-val and %.3g %% of"
                                + " train-val.",
                        type.name(),
                        100 * type.testVal(),
                        100 * type.trainVal()))
                .toList();
    }

    private static String name(String name) {
        return name.length() <= NAME_CHARACTERS
                ? name
                : name.substring(0, name.offsetByCodePoints(0, name.codePointCount(0, NAME_CHARACTERS)));
    }
}
