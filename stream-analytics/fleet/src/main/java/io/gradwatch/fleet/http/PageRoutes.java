package io.gradwatch.fleet.http;

import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The page, from a folder of the class path: the page itself at each of its addresses, and its files. A file's name is
 * looked up as it is and never holds a slash.
 *
 * @param folder of the class path, ending in a slash
 */
public record PageRoutes(String folder) implements Routes {

    /** Folder into which the page is built. */
    public static final String FOLDER = "io/gradwatch/fleet/page/";

    private static final List<String> ADDRESSES = List.of(
            "/",
            "/runs",
            "/runs/<run>",
            "/compare",
            "/parallel",
            "/scatter",
            "/alerts",
            "/alerts/<id>",
            "/silences",
            "/sql");

    /** Paths for programs; every other path that a browser asks for is an address of the page. */
    private static final Pattern OF_PROGRAMS = Pattern.compile("/(api|internal|assets)/.*|/health|/metrics");

    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "json", "application/json",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    @Override
    public void addTo(RoutesConfig routes) {
        for (String address : ADDRESSES) {
            routes.get(address, context -> send(context, "index.html"), Right.NONE);
        }
        routes.get("/assets/{file}", this::asset, Right.NONE);
        routes.get("/{file}", context -> send(context, context.pathParam("file")), Right.NONE);
        routes.error(404, this::missing);
    }

    /** Shows a person the page, which reports the missing path; a program keeps its answer. */
    private void missing(Context context) {
        String accepts = context.header("Accept");
        boolean person = context.req().getMethod().equals("GET") && accepts != null && accepts.contains("text/html");
        if (person && !OF_PROGRAMS.matcher(context.path()).matches()) {
            send(context, "index.html");
            context.status(404);
        }
    }

    /** Their names change with their content. */
    private void asset(Context context) {
        String file = context.pathParam("file");
        checkName(file);
        send(context, "assets/", file);
        context.header("Cache-Control", "public, max-age=31536000, immutable");
    }

    private void send(Context context, String file) {
        checkName(file);
        send(context, "", file);
    }

    private void send(Context context, String below, String file) {
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        try (InputStream content = PageRoutes.class.getClassLoader().getResourceAsStream(folder + below + file)) {
            if (content == null || type == null) {
                throw ApiException.notFound("There is nothing at this path");
            }
            context.contentType(type).result(content.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("a file of the page cannot be read", e);
        }
    }

    private static void checkName(String file) {
        if (!FILE.matcher(file).matches()) {
            throw ApiException.notFound("There is nothing at this path");
        }
    }
}
