package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values of an answer as people read them; what is absent is a dash. */
final class Cells {

    private static final String ABSENT = "–";

    private Cells() {}

    static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? ABSENT : value.asText();
    }

    /** A list of words. */
    static String words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words.isEmpty() ? ABSENT : String.join(", ", words);
    }

    /** Four digits; NaN and infinities by name. */
    static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4g", value.asDouble()) : text(value);
    }

    static String count(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%,d", value.asLong()) : text(value);
    }

    /** Age of an instant, in its largest unit. */
    static String ago(JsonNode millis, long nowMillis) {
        if (!millis.isNumber() || millis.asLong() <= 0) {
            return ABSENT;
        }
        Duration age = Duration.ofMillis(Math.max(0, nowMillis - millis.asLong()));
        if (age.toDays() > 0) {
            return age.toDays() + " d";
        } else if (age.toHours() > 0) {
            return age.toHours() + " h";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }
}
