package io.gradwatch.detection.curve;

import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;

/** Statistics of tensors that tell causes apart, of the first view and of the last. A plain state of 250 bytes. */
public class TensorFacts {

    /** Elements from which on a parameter that is all alike is no bias. */
    private static final int WEIGHTS = 16;

    private static final double NOTHING = 1e-12;

    /** Views taken. */
    public long views;

    /** Standard deviation of the inputs in the first view, NaN where unknown. */
    public double firstInput = Double.NaN;

    /** The same in the last view, of the first of several inputs. */
    public double input = Double.NaN;

    /** Smallest element of that input, NaN where unknown. */
    public double inputMinimum = Double.NaN;

    /** Its largest element, NaN where unknown. */
    public double inputMaximum = Double.NaN;

    /** Views in a row, the last one included, whose only input had elements that were all the same. */
    public int constantInputs;

    /** True where the network takes more than one input, such as a mask. */
    public boolean severalInputs;

    /** Largest standard deviation of a weight tensor in the first view. */
    public double firstWeight = Double.NaN;

    /** Share of the weight tensors that are all alike in the first view. */
    public double firstAlike = Double.NaN;

    /** The same in the last view. */
    public double alike = Double.NaN;

    /** Largest share of zeros in an activation of the last view. */
    public double dead = Double.NaN;

    /** The same in the first view. */
    public double firstDead = Double.NaN;

    /** Largest share of saturated elements in an activation. */
    public double saturated = Double.NaN;

    /** The same in the first view. */
    public double firstSaturated = Double.NaN;

    /** Smallest standard deviation of an activation in the last view. */
    public double flattest = Double.NaN;

    /** Largest standard deviation of an activation in the first and in the last view. */
    public double firstWidest = Double.NaN;

    /** See {@link #firstWidest}. */
    public double widest = Double.NaN;

    /** Share of the gradients of the last view that are zero. */
    public double zeroGradients = Double.NaN;

    /** Smallest over largest norm of the weights' gradients in the last view. */
    public double gradientRatio = Double.NaN;

    /** Norm of the first over norm of the last gradient, in the first view. */
    public double firstGradientRatio = Double.NaN;

    /** Share of the updates of the last view that are zero. */
    public double zeroUpdates = Double.NaN;

    /** Views in a row at which all updates were zero while gradients were not. */
    public int skippedInRow;

    /** Such views in all. */
    public int skipped;

    /** Standard deviation of the output in the first and in the last view. */
    public double firstOutput = Double.NaN;

    /** See {@link #firstOutput}. */
    public double output = Double.NaN;

    /** True where an input was not finite in the first view with anything that was not. */
    public boolean nonFiniteInput;

    /** Views with anything that was not finite. */
    public long bad;

    void take(List<TensorStatistics> tensors) {
        Tally weights = new Tally();
        Tally activations = new Tally();
        Tally gradients = new Tally();
        Tally updates = new Tally();
        double deadest = Double.NaN;
        double flat = Double.NaN;
        double mostSaturated = Double.NaN;
        int inputs = 0;
        boolean constant = false;
        for (TensorStatistics tensor : tensors) {
            double deviation = tensor.getStandardDeviation();
            nonFiniteInput |= tensor.getKind() == TensorKind.INPUT && bad == 0 && isBad(tensor);
            switch (tensor.getKind()) {
                case INPUT -> {
                    if (inputs++ == 0) {
                        input = deviation;
                        inputMinimum = tensor.getMinimum();
                        inputMaximum = tensor.getMaximum();
                        constant = deviation == 0 && tensor.getElements() >= WEIGHTS;
                    }
                }
                case OUTPUT -> output = deviation;
                case PARAMETER -> {
                    if (tensor.getElements() >= WEIGHTS) {
                        weights.add(deviation, deviation == 0);
                    }
                }
                case ACTIVATION -> {
                    activations.add(deviation, false);
                    deadest = Math.max(or(deadest, 0), (double) tensor.getZeroCount() / tensor.getElements());
                    flat = Math.min(or(flat, Double.MAX_VALUE), deviation);
                    if (tensor.getSaturatedCount() != null) {
                        double part = (double) tensor.getSaturatedCount() / tensor.getElements();
                        mostSaturated = Math.max(or(mostSaturated, 0), part);
                    }
                }
                case GRADIENT -> gradients.add(tensor.getL2Norm(), tensor.getL2Norm() <= NOTHING);
                case UPDATE -> updates.add(tensor.getL2Norm(), tensor.getL2Norm() == 0);
                default -> {}
            }
        }
        if (inputs > 0) {
            constantInputs = constant && inputs == 1 ? constantInputs + 1 : 0;
            severalInputs |= inputs > 1;
        }
        bad += tensors.stream().anyMatch(TensorFacts::isBad) ? 1 : 0;
        dead = deadest;
        flattest = flat;
        saturated = mostSaturated;
        widest = activations.largest;
        alike = weights.share();
        zeroGradients = gradients.share();
        gradientRatio = gradients.smallest / gradients.largest;
        zeroUpdates = updates.share();
        boolean nothing = zeroUpdates == 1 && zeroGradients < 1;
        skippedInRow = nothing ? skippedInRow + 1 : 0;
        skipped += nothing ? 1 : 0;
        if (views++ == 0) {
            firstInput = input;
            firstOutput = output;
            firstDead = dead;
            firstSaturated = saturated;
            firstWidest = widest;
            firstWeight = weights.largest;
            firstAlike = alike;
            firstGradientRatio = gradients.first / gradients.last;
        }
    }

    private static boolean isBad(TensorStatistics tensor) {
        return tensor.getNanCount() + tensor.getInfinityCount() > 0;
    }

    private static double or(double value, double otherwise) {
        return Double.isNaN(value) ? otherwise : value;
    }

    /** Sizes of the tensors of one kind. */
    private static final class Tally {
        private double first = Double.NaN;
        private double last = Double.NaN;
        private double smallest = Double.NaN;
        private double largest = Double.NaN;
        private int nothing;
        private int count;

        void add(double size, boolean isNothing) {
            first = count == 0 ? size : first;
            last = size;
            smallest = count == 0 ? size : Math.min(smallest, size);
            largest = count == 0 ? size : Math.max(largest, size);
            nothing += isNothing ? 1 : 0;
            count++;
        }

        double share() {
            return count == 0 ? Double.NaN : (double) nothing / count;
        }
    }
}
