package io.gradwatch.detection.generalisation;

/**
 * Errors of one model by split, all in the same unit: per cent, parts of 1, or a loss. NaN where a split was not
 * evaluated.
 *
 * @param train on the data that it was trained on
 * @param trainVal on validation data of the training distribution; a single validation set is this one
 * @param testVal on validation data of the test distribution
 * @param test on test data, which nothing was chosen by
 */
public record SplitErrors(double train, double trainVal, double testVal, double test) {

    /** True if there are two validation sets, so that a shift can be told from over-fitting. */
    public boolean hasTwoValidationSets() {
        return !Double.isNaN(trainVal) && !Double.isNaN(testVal);
    }

    /** The error on validation data of the training distribution, or of the only validation set that there is. */
    public double validation() {
        return Double.isNaN(trainVal) ? testVal : trainVal;
    }

    /** The error on the data that are most like those of its later use; NaN where none was measured. */
    public double nearestToUse() {
        return !Double.isNaN(test) ? test : !Double.isNaN(testVal) ? testVal : trainVal;
    }
}
