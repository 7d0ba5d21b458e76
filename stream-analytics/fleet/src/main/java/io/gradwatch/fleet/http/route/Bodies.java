package io.gradwatch.fleet.http.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/** Reads bodies that change something: what is wrong in one is a 400 that names it. */
public final class Bodies {

    private Bodies() {}

    /**
     * The body as a record; fields that are missing are null.
     *
     * @param expected form of a body, for messages
     */
    public static <T> T read(Context context, Class<T> type, String expected) {
        try {
            T body = Json.mapper()
                    .readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(context.bodyAsBytes());
            if (body == null) {
                throw ApiException.badRequest("The body is null; it must be " + expected);
            }
            return body;
        } catch (UnrecognizedPropertyException e) {
            throw ApiException.badRequest("The field '" + path(e) + "' is not known; the body must be " + expected);
        } catch (JsonMappingException e) {
            String what = e.getPath().isEmpty() ? "The body" : "The field '" + path(e) + "'";
            throw ApiException.badRequest(what + " cannot be read; the body must be " + expected);
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("The body is no JSON; it must be " + expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Such as {@code matchers[0].field}. */
    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }
}
