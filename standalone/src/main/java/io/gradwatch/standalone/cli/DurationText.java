package io.gradwatch.standalone.cli;

import io.gradwatch.config.ConfigKey;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as in the configuration, such as 90s, 15m or 2h. */
public final class DurationText implements ITypeConverter<Duration> {

    private static final ConfigKey<Duration> DURATION = ConfigKey.duration("duration", null, Duration.ZERO, "");

    @Override
    public Duration convert(String text) {
        try {
            return DURATION.parser().parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "'; expected " + DURATION.expected());
        }
    }
}
