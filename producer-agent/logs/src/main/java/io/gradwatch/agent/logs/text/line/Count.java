package io.gradwatch.agent.logs.text.line;

/**
 * A number that counts, such as {@code Epoch 3/24} or {@code [50/1000]}.
 *
 * @param value as printed; fractions for epochs
 * @param total end of the count; -1 where it is not known
 * @param rounded true if the program printed fewer digits than it counts, such as {@code 1K}
 */
public record Count(double value, long total, boolean rounded) {

    public Count(double value, long total) {
        this(value, total, false);
    }

    public boolean isWhole() {
        return value == Math.rint(value);
    }

    public boolean isLast() {
        return total > 0 && value >= total;
    }
}
