package io.gradwatch.detection.sketch;

/**
 * Number that the judges look at, and in which direction it may count for each family: 1 where more of it never lowers
 * the probability, -1 where more of it never raises it, 0 where it may do either.
 *
 * @param name unique, kebab case
 */
public record Feature(String name, int blowUp, int standstill, int overfitting, int oscillation) {

    /** A feature that may count in either direction for every family. */
    public static Feature free(String name) {
        return new Feature(name, 0, 0, 0, 0);
    }
}
