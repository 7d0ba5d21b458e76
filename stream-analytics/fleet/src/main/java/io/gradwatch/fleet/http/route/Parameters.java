package io.gradwatch.fleet.http.route;

import io.javalin.http.Context;
import java.util.List;
import java.util.Set;

/** Reads the parameters of a request; each wrong one is a 400 that names it, its value, and what was expected. */
public final class Parameters {

    /** A longer value is no name of ours. Characters. */
    private static final int MOST_CHARACTERS = 4_000;

    private final Context context;

    /**
     * @param context of the request
     * @param known names of all parameters that the route has; any other is refused
     */
    public Parameters(Context context, Set<String> known) {
        this.context = context;
        for (String name : context.queryParamMap().keySet()) {
            if (!known.contains(name)) {
                throw ApiException.badRequest("The parameter '" + shortened(name) + "' is not known; there are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    /** A text; null where the parameter is absent or empty. */
    public String text(String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1) {
            throw wrong(name, String.join(", ", values), "given once");
        }
        String value = values.isEmpty() ? null : values.get(0);
        if (value != null && value.length() > MOST_CHARACTERS) {
            throw wrong(name, value, "at most " + MOST_CHARACTERS + " characters long");
        }
        return value == null || value.isEmpty() ? null : value;
    }

    /** All values of a parameter that may be given several times. */
    public List<String> texts(String name, int most) {
        List<String> values = context.queryParams(name);
        if (values.size() > most) {
            throw wrong(name, values.size() + " values", "given at most " + most + " times");
        }
        return values;
    }

    /** One of several words; {@code otherwise} where the parameter is absent. */
    public String choice(String name, List<String> choices, String otherwise) {
        String value = text(name);
        if (value != null && !choices.contains(value)) {
            throw wrong(name, value, "one of " + String.join(", ", choices));
        }
        return value == null ? otherwise : value;
    }

    /** A whole number from {@code least} to {@code most}; {@code otherwise}, which may be null, where it is absent. */
    public Long wholeNumber(String name, long least, long most, Long otherwise) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong(name, value, "a whole number from " + least + " to " + most);
    }

    /** A finite number from {@code least} to {@code most}; {@code otherwise}, which may be null, where it is absent. */
    public Double number(String name, double least, double most, Double otherwise) {
        String value = text(name);
        if (value == null) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong(name, value, "a number from " + least + " to " + most);
    }

    /** The failure that a parameter has a wrong value. */
    public static ApiException wrong(String name, String value, String expected) {
        return ApiException.badRequest(
                "The parameter '" + name + "' was '" + shortened(value) + "' but must be " + expected);
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
