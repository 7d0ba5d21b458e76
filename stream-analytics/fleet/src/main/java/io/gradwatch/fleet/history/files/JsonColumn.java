package io.gradwatch.fleet.history.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Columns of the history that hold lists as JSON. */
public final class JsonColumn {

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private JsonColumn() {}

    /** Text of a list; null where it is empty. */
    public static String text(List<?> values) {
        try {
            return values.isEmpty() ? null : JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers are no JSON", e);
        }
    }

    /** @param text null for nothing */
    public static <T> List<T> list(String text, TypeReference<List<T>> type) {
        try {
            return text == null ? List.of() : JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the history has '" + text + "' where a list belongs", e);
        }
    }
}
