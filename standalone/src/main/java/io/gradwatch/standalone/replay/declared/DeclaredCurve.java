package io.gradwatch.standalone.replay.declared;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.ReferenceCurve;
import java.util.ArrayList;
import java.util.List;

/** A curve to keep up with, in a file of declarations. */
final class DeclaredCurve {

    /** The curves of a run, as a file names them. */
    enum Signal {
        TRAINING_LOSS,
        VALIDATION_LOSS,
        VALIDATION_ACCURACY
    }

    /** Unit of the places on a curve, as a file names it. */
    enum Axis {
        STEP,
        EPOCH,
        TOKENS
    }

    static final ConfigKey<String> NAME = ConfigKey.text("name", null, "Where the curve comes from.");
    static final ConfigKey<Signal> SIGNAL = ConfigKey.choice("signal", Signal.class, null, "Which curve it is.");
    static final ConfigKey<Axis> AXIS =
            ConfigKey.choice("axis", Axis.class, Axis.STEP, "What its places are counted in.");
    private static final String AT = "at";
    private static final String VALUES = "values";

    private DeclaredCurve() {}

    static ReferenceCurve read(ConfigSection section) {
        String name = section.require(NAME);
        Signal signal = section.require(SIGNAL);
        List<Double> at = numbers(section, AT);
        List<Double> values = numbers(section, VALUES);
        if (values.isEmpty()) {
            section.problem(VALUES, "is missing; it must be a list of numbers, one for a level");
        } else if (at.isEmpty() ? values.size() > 1 : at.size() != values.size()) {
            section.problem(
                    AT, "has " + at.size() + " places but must have as many as there are values: " + values.size());
        }
        for (int i = 1; i < at.size(); i++) {
            if (at.get(i) <= at.get(i - 1)) {
                section.problem(AT, "was " + at.get(i) + " after " + at.get(i - 1) + " but must be ascending");
                break;
            }
        }
        return ReferenceCurve.newBuilder()
                .setName(name == null ? "" : name)
                .setSignal(signal == null ? CurveSignal.UNKNOWN : CurveSignal.valueOf(signal.name()))
                .setAxis(CurveAxis.valueOf(section.get(AXIS).name()))
                .setAt(at)
                .setValues(values)
                .build();
    }

    private static List<Double> numbers(ConfigSection section, String key) {
        List<Double> numbers = new ArrayList<>();
        for (String text : section.texts(key)) {
            try {
                double number = Double.parseDouble(text);
                if (!Double.isFinite(number)) {
                    throw new NumberFormatException(text);
                }
                numbers.add(number);
            } catch (NumberFormatException e) {
                section.problem(key, "holds '" + text + "' but must be a list of finite numbers");
            }
        }
        return numbers;
    }
}
