package io.gradwatch.agent.logs.text.row;

import java.util.Map;

/**
 * A row that was read from text.
 *
 * @param first place in the file, behind the first line that it is of
 * @param position in the file, behind the last line that it is of
 * @param step that it is of
 * @param epoch that it is of, fractions allowed; null where it is not said
 * @param values numbers as texts by their names
 * @param finished true if it is the last one that the program announced
 * @param anew true if it begins another training, as the one before came to its end
 */
public record TextRow(
        long first,
        long position,
        long step,
        Double epoch,
        Map<String, String> values,
        boolean finished,
        boolean anew) {}
