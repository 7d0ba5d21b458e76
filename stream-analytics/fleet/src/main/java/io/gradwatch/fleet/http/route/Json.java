package io.gradwatch.fleet.http.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.gradwatch.fleet.api.Described;
import io.javalin.http.Context;

/**
 * JSON of the API: names in snake case, constants in lower case; NaN and infinities as the strings NaN, Infinity and
 * -Infinity.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .addModule(new SimpleModule().addDeserializer(String.class, new WellFormedText()))
            .build();

    private Json() {}

    /** The mapper, to be left as it is. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Answers with a value. */
    public static void answer(Context context, Object value) {
        context.contentType("application/json").result(bytes(value));
    }

    /** A value as UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    /** Answers with an error. */
    public static void error(Context context, int status, String code, String message) {
        context.status(status);
        answer(context, new Failure(new Failure.Reason(code, message)));
    }

    /** An answer that is an error. */
    @Described(name = "Error")
    record Failure(@Described("The failure.") Reason error) {

        @Described(name = "ErrorReason")
        record Reason(
                @Described("Kind of the failure, for programs.")
                String code,

                @Described("Sentence that names the given and the expected value.")
                String message) {}
    }
}
