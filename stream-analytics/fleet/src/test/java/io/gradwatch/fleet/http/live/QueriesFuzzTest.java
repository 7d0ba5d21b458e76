package io.gradwatch.fleet.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gradwatch.fleet.http.route.ApiException;
import io.javalin.http.Context;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Any parameters give a query that is written and read as itself, or a 400 that names one of them. */
class QueriesFuzzTest {

    private static final int LONGEST_REFUSAL = 500;

    @FuzzTest
    void runs(byte[] input) {
        check(input, context -> Queries.parameters(Queries.runs(context)));
    }

    @FuzzTest
    void alerts(byte[] input) {
        check(input, context -> Queries.parameters(Queries.alerts(context)));
    }

    /** Reads a query and writes it. */
    private interface Reading {
        Map<String, Object> parametersOf(Context context);
    }

    private static void check(byte[] input, Reading reading) {
        try {
            Map<String, Object> written = reading.parametersOf(context(parameters(input)));
            Map<String, List<String>> again = new TreeMap<>();
            written.forEach((name, value) -> again.put(
                    name,
                    value instanceof List<?> values
                            ? values.stream().map(Object::toString).toList()
                            : List.of(value.toString())));
            assertThat(reading.parametersOf(context(again))).isEqualTo(written);
        } catch (ApiException e) {
            assertThat(e.getMessage()).startsWith("The parameter '").hasSizeLessThan(LONGEST_REFUSAL);
        }
    }

    private static Map<String, List<String>> parameters(byte[] input) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : new String(input, StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            parameters
                    .computeIfAbsent(decoded(name), ignored -> new ArrayList<>())
                    .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return parameters;
    }

    /** As the server decodes it; what is no encoding stands for itself here. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Context context(Map<String, List<String>> parameters) {
        return (Context) Proxy.newProxyInstance(
                QueriesFuzzTest.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, given) -> switch (method.getName()) {
                    case "queryParamMap" -> parameters;
                    case "queryParams" -> parameters.getOrDefault(given[0], List.of());
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }
}
