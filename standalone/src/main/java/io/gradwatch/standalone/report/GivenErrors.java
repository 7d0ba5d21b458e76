package io.gradwatch.standalone.report;

import io.gradwatch.detection.generalisation.SplitErrors;
import java.util.Arrays;
import java.util.Optional;

/**
 * Errors that were given directly, such as {@code bigger model:train=7,val=19,test=20}.
 *
 * @param name part before the colon, empty without one
 * @param errors by split, in any unit
 */
record GivenErrors(String name, SplitErrors errors) {

    private static final String EXPECTED = "expected [NAME:]train=N,val=N,test=N with train, val (or train-val),"
            + " test-val and test, as many as are known, each a number from 0";

    /** @throws IllegalArgumentException with the given and the expected value */
    static GivenErrors parse(String text) {
        int colon = text.lastIndexOf(':');
        double[] errors = new double[4];
        Arrays.fill(errors, Double.NaN);
        for (String entry : text.substring(colon + 1).split(",", -1)) {
            String[] pair = entry.split("=", -1);
            int split = pair.length == 2 ? split(pair[0].strip()) : -1;
            if (split < 0) {
                throw new IllegalArgumentException("was '" + entry + "'; " + EXPECTED);
            }
            if (!Double.isNaN(errors[split])) {
                throw new IllegalArgumentException("names " + pair[0].strip() + " twice; " + EXPECTED);
            }
            errors[split] = number(pair[1].strip())
                    .orElseThrow(() -> new IllegalArgumentException("was '" + entry + "'; " + EXPECTED));
        }
        String name = colon < 0 ? "" : text.substring(0, colon).strip();
        return new GivenErrors(name, new SplitErrors(errors[0], errors[1], errors[2], errors[3]));
    }

    private static int split(String name) {
        return switch (name) {
            case "train" -> 0;
            case "val", "train-val" -> 1;
            case "test-val" -> 2;
            case "test" -> 3;
            default -> -1;
        };
    }

    /** A finite number from 0; empty where the text, which may be null, is none. */
    static Optional<Double> number(String text) {
        try {
            return Optional.ofNullable(text)
                    .map(Double::valueOf)
                    .filter(number -> number >= 0 && number < Double.POSITIVE_INFINITY);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
