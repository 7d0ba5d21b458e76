package io.gradwatch.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
final class Units {

    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?) ?([A-Za-z]{1,3})");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    /** 2^53, exact in every number type: 285,000 years in milliseconds, 8 million GiB in bytes. */
    private static final BigDecimal LARGEST = BigDecimal.valueOf(1L << 53);

    private Units() {}

    static Duration duration(String text) {
        return Duration.ofMillis(quantity(text, MILLIS));
    }

    static long bytes(String text) {
        return quantity(text, BYTES);
    }

    static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static long quantity(String text, Map<String, Long> units) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            throw new IllegalArgumentException(text);
        }
        BigDecimal quantity =
                new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(units.get(matcher.group(2))));
        if (quantity.compareTo(LARGEST) > 0) {
            throw new IllegalArgumentException(text);
        }
        return quantity.longValue();
    }
}
