package io.gradwatch.fleet.http.route;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;

/**
 * Reads text without unpaired surrogates, which JSON can escape and nothing can store: {@code "\\ud800"} becomes
 * U+FFFD.
 */
final class WellFormedText extends StdScalarDeserializer<String> {

    private static final long serialVersionUID = 1L;
    private static final int REPLACEMENT = 0xFFFD;

    WellFormedText() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String text = StringDeserializer.instance.deserialize(parser, context);
        return text == null || text.chars().noneMatch(c -> Character.isSurrogate((char) c))
                ? text
                : text.codePoints()
                        .map(point -> isUnpaired(point) ? REPLACEMENT : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isUnpaired(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
