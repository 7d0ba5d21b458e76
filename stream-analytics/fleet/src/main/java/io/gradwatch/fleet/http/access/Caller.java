package io.gradwatch.fleet.http.access;

import io.gradwatch.fleet.http.route.ApiException;
import io.javalin.http.Context;
import java.util.List;

/** Name and place that a caller gives for a change. */
public final class Caller {

    private static final List<String> PLACES = List.of("page", "slack", "mail", "command", "api");

    private Caller() {}

    /** Name of the caller: the one in the body, else that of their session. */
    public static String name(String said, Context context) {
        return said == null || said.isBlank() ? AccessControl.asks(context).name() : said.strip();
    }

    /** Place that a change comes from: the one in the body, else "api". */
    public static String place(String said) {
        if (said != null && !PLACES.contains(said)) {
            throw ApiException.badRequest("'via' was '" + said + "' but must be one of " + String.join(", ", PLACES));
        }
        return said == null ? "api" : said;
    }
}
