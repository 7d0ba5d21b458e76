package io.gradwatch.detection.synthetic.family;

/** The expected loss over a run. */
@FunctionalInterface
interface Level {

    /**
     * @param index of the row, from 0
     * @param rows of the run
     */
    double at(long index, long rows);

    /** The same, {@code factor} times as large. */
    default Level times(double factor) {
        return (index, rows) -> factor * at(index, rows);
    }

    /** Falls fast, bends and settles: {@code end + (start - end) e^(-pace u)}, u from 0 to 1 over the run. */
    static Level exponential(double start, double end, double pace) {
        return (index, rows) -> end + (start - end) * Math.exp(-pace * share(index, rows));
    }

    /** The law of scaling in steps, whatever the length of the run: {@code end + (start - end) (1 + i/bend)^-power}. */
    static Level power(double start, double end, double bend, double power) {
        return (index, rows) -> end + (start - end) * Math.pow(1 + index / bend, -power);
    }

    /** Nothing is learnt for the first {@code flat} rows, then as {@code then} says. */
    static Level after(long flat, Level then) {
        return (index, rows) -> then.at(Math.max(0, index - flat), Math.max(1, rows - flat));
    }

    /** A shape that is typical of a loss which is a measure of progress, from {@code start} down to {@code end}. */
    static Level learning(Draw draw, double start, double end) {
        double pace = draw.between(3, 9);
        double power = draw.between(0.25, 0.9);
        double bend = draw.magnitude(3, 40);
        return draw.chance(0.5) ? exponential(start, end, pace) : power(start, end, bend, power);
    }

    /** Progress of the run, 0 to 1. */
    static double share(long index, long rows) {
        return rows < 2 ? 1 : index / (double) (rows - 1);
    }
}
