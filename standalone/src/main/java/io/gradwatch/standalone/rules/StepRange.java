package io.gradwatch.standalone.rules;

import io.gradwatch.config.ConfigSection;
import java.util.List;
import java.util.Optional;

/**
 * Steps from {@code first} to {@code last}, both included.
 *
 * @param first from 0
 * @param last at least {@code first}
 */
record StepRange(long first, long last) {

    private static final String EXPECTED = "two steps, the first and the last that are right, such as [200, 215]";

    /** The range under a key; empty where there is none, or a wrong one, which is noted. */
    static Optional<StepRange> read(ConfigSection section, String key) {
        List<String> bounds = section.texts(key);
        if (bounds.isEmpty()) {
            return Optional.empty();
        }
        try {
            StepRange range = new StepRange(Long.parseLong(bounds.get(0)), Long.parseLong(bounds.get(1)));
            if (bounds.size() == 2 && range.first >= 0 && range.first <= range.last) {
                return Optional.of(range);
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // Reported below, as every other wrong range.
        }
        section.problem(key, "was " + bounds + " but must be " + EXPECTED);
        return Optional.empty();
    }

    boolean contains(long step) {
        return step >= first && step <= last;
    }

    @Override
    public String toString() {
        return first + " to " + last;
    }
}
