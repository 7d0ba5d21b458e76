package io.gradwatch.agent.attach;

import io.gradwatch.agent.logs.LogKind;
import io.gradwatch.agent.logs.SignalMap;
import io.gradwatch.agent.logs.TextPattern;
import java.util.Optional;

/**
 * How logs are to be read.
 *
 * @param kind of all of them; empty where each tells its own
 * @param mapped which names in them are which signals
 * @param pattern of the lines of a text; empty where the text tells it
 */
public record LogReading(Optional<LogKind> kind, SignalMap mapped, Optional<TextPattern> pattern) {

    /** Each log as it tells. */
    public static LogReading asTheyTell() {
        return new LogReading(Optional.empty(), SignalMap.none(), Optional.empty());
    }
}
