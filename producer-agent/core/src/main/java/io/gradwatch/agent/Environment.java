package io.gradwatch.agent;

import io.gradwatch.agent.clean.CleanText;
import io.gradwatch.agent.clean.Limits;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link AgentSettings} from environment variables. A job must not fail because of its monitor's settings. */
final class Environment {

    private static final System.Logger LOG = System.getLogger(Environment.class.getName());
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?) ?([A-Za-z]{1,3})");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES =
            Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    AgentSettings settings() {
        AgentSettings.Builder settings = AgentSettings.builder();
        read("GRADWATCH_BOOTSTRAP_SERVERS", "host:port, separated by commas", text -> text, settings::bootstrapServers);
        read("GRADWATCH_SPOOL_FOLDER", "a path", Path::of, settings::spoolFolder);
        read("GRADWATCH_SPOOL_LIMIT", "a size such as 1GiB", Environment::bytes, settings::spoolLimitBytes);
        read("GRADWATCH_QUEUE_CAPACITY", "a number of records, 1 or more", atLeast(1), settings::queueCapacity);
        read(
                "GRADWATCH_HEARTBEAT_INTERVAL",
                "a duration such as 10s",
                Environment::duration,
                settings::heartbeatInterval);
        read("GRADWATCH_CLOSE_TIMEOUT", "a duration such as 5s", Environment::duration, settings::closeTimeout);
        read("GRADWATCH_KAFKA_PROPERTIES_FILE", "a path", Path::of, settings::kafkaPropertiesFile);
        read("GRADWATCH_RUN_ID", "a name", text -> text, settings::runId);
        readFirst(
                "a number from 0",
                atLeast(0),
                settings::attempt,
                "GRADWATCH_ATTEMPT",
                "TORCHELASTIC_RESTART_COUNT",
                "SLURM_RESTART_COUNT");
        readFirst("a number from 0", atLeast(0), settings::rank, "RANK", "SLURM_PROCID");
        readFirst("a number from 1", atLeast(1), settings::worldSize, "WORLD_SIZE", "SLURM_NTASKS");
        return settings.build();
    }

    private <T> void readFirst(String expected, Function<String, T> parse, Consumer<T> set, String... names) {
        for (String name : names) {
            if (read(name, expected, parse, set)) {
                return;
            }
        }
    }

    /** True when the variable has a value that could be used. */
    private <T> boolean read(String name, String expected, Function<String, T> parse, Consumer<T> set) {
        String text = variables.get(name);
        if (text == null || text.isBlank()) {
            return false;
        }
        try {
            set.accept(parse.apply(text.strip()));
            return true;
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    name + " was ''{0}'' but it must be {1}; it is ignored.",
                    CleanText.of(text, Limits.NAME_CHARACTERS),
                    expected);
            return false;
        }
    }

    private static Function<String, Integer> atLeast(int least) {
        return text -> {
            int value = Integer.parseInt(text);
            if (value < least) {
                throw new IllegalArgumentException(text);
            }
            return value;
        };
    }

    private static long bytes(String text) {
        return quantity(text, BYTES);
    }

    private static Duration duration(String text) {
        return Duration.ofMillis(quantity(text, MILLIS));
    }

    private static long quantity(String text, Map<String, Long> units) {
        Matcher matcher = QUANTITY.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(text);
        }
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .toBigInteger()
                .longValueExact();
    }
}
