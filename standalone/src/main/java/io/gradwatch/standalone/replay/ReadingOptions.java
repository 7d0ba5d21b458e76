package io.gradwatch.standalone.replay;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say how logs are read, recorded ones and growing ones alike. */
public final class ReadingOptions {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "events, csv, jsonl, trainer-state, wandb, json, text-in-json, folder or text.")
    private String format;

    @Option(
            names = "--map",
            paramLabel = "SIGNAL=NAME",
            description =
                    "Take a signal, such as train_loss, from this column, key or tag; may be given several times.")
    private List<String> map = new ArrayList<>();

    @Option(
            names = {"--pattern", "--preset"},
            paramLabel = "PATTERN",
            description = "How text is read: a preset such as nanogpt, megatron, keras, transformers, or a regular"
                    + " expression with groups named step, loss, lr, grad_norm, epoch, val_loss, time, ...; without it,"
                    + " the text tells.")
    private String pattern;

    /**
     * Options for how logs are read.
     *
     * @throws IllegalArgumentException when an option was not understood
     */
    public LogReading reading() {
        return new LogReading(format(), mapped(), Optional.ofNullable(pattern).map(TextPattern::parse));
    }

    private Optional<LogFormat> format() {
        String known = String.join(
                ", ", Arrays.stream(LogFormat.values()).map(LogFormat::id).toList());
        return Optional.ofNullable(format)
                .map(id -> LogFormat.withId(id)
                        .orElseThrow(() ->
                                new IllegalArgumentException("--format was '" + id + "'; expected one of " + known)));
    }

    private SignalMap mapped() {
        try {
            return SignalMap.parse(map);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--map: " + e.getMessage(), e);
        }
    }
}
