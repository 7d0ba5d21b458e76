package io.gradwatch.fleet.http;

import io.gradwatch.fleet.http.route.Json;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that Jetty refuses before a route sees them, such as one with a NUL in its path, as routes do. */
final class BadRequestHandler extends ErrorHandler {

    @Override
    protected void generateResponse(
            Request request, Response response, int code, String message, Throwable cause, Callback callback) {
        SecurityHeaders.ALL.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        String said = code < 500 ? "The request cannot be read" : "The server met an error; its log says which";
        byte[] body = Json.bytes(
                Map.of("error", Map.of("code", code < 500 ? "bad_request" : "internal_error", "message", said)));
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
