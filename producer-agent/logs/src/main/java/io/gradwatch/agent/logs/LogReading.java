package io.gradwatch.agent.logs;

import io.gradwatch.agent.logs.names.LogSplit;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import java.util.Optional;

/**
 * Options for reading logs.
 *
 * @param format of all of them; empty where the beginning of each shows its own
 * @param mapped which names in them are which signals
 * @param pattern of the lines of a text; empty where the text tells it
 * @param split of the data that values of event files are of whose names do not say it
 */
public record LogReading(Optional<LogFormat> format, SignalMap mapped, Optional<TextPattern> pattern, LogSplit split) {

    /** Values of event files are of the training where their names do not say otherwise. */
    public LogReading(Optional<LogFormat> format, SignalMap mapped, Optional<TextPattern> pattern) {
        this(format, mapped, pattern, LogSplit.TRAIN);
    }

    /** Each log as it tells. */
    public static LogReading asTheyTell() {
        return new LogReading(Optional.empty(), SignalMap.none(), Optional.empty());
    }

    /** Each log as it tells, but for its names. */
    public static LogReading of(SignalMap mapped) {
        return new LogReading(Optional.empty(), mapped, Optional.empty());
    }

    /** The same for a log of the data of a split. */
    public LogReading of(LogSplit data) {
        return new LogReading(format, mapped, pattern, data);
    }
}
