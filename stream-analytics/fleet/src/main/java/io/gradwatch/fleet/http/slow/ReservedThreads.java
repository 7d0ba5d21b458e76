package io.gradwatch.fleet.http.slow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps some threads for what is answered at once, such as the health: other requests that come while as many as may
 * are worked on are answered 503.
 */
public final class ReservedThreads extends Handler.Wrapper {

    private static final byte[] BUSY = ("{\"error\":{\"code\":\"unavailable\",\"message\":\"As many requests as the"
                    + " server can work on at once are being answered; try again soon\"}}")
            .getBytes(StandardCharsets.UTF_8);
    private static final int UNAVAILABLE = 503;

    private final Semaphore places;
    private final Predicate<String> light;

    /**
     * @param most requests that are worked on at once, apart from light ones
     * @param light paths that are answered without waiting for anything
     */
    public ReservedThreads(int most, Predicate<String> light) {
        this.places = new Semaphore(most);
        this.light = light;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (light.test(Request.getPathInContext(request))) {
            return super.handle(request, response, callback);
        }
        if (!places.tryAcquire()) {
            response.setStatus(UNAVAILABLE);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            response.write(true, ByteBuffer.wrap(BUSY), callback);
            return true;
        }
        try {
            return super.handle(request, response, callback);
        } finally {
            places.release();
        }
    }
}
