package io.gradwatch.fleet.http;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Takes headers that name another method than that of the request out of it: Javalin routes by
 * {@code X-HTTP-Method-Override}, and a right to read must not reach a route that changes something.
 */
final class MethodOverrideRemoval implements HttpConfiguration.Customizer {

    private static final List<String> OVERRIDES =
            List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

    @Override
    public Request customize(Request request, HttpFields.Mutable answer) {
        HttpFields given = request.getHeaders();
        if (OVERRIDES.stream().noneMatch(given::contains)) {
            return request;
        }
        HttpFields.Mutable kept = HttpFields.build(given);
        OVERRIDES.forEach(kept::remove);
        HttpFields headers = kept.asImmutable();
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
    }
}
