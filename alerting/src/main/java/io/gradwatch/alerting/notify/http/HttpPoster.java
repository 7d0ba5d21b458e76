package io.gradwatch.alerting.notify.http;

import io.gradwatch.alerting.notify.spi.FailureReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Sends requests and waits for the whole answer, for a bounded time and up to a bounded length. Thread-safe. Follows no
 * redirects. No detail that it gives shows the address, which may be a secret.
 */
public final class HttpPoster {

    /** Most bytes of an answer that are kept. Own choice; those of the services have a few KB. */
    private static final int MOST_ANSWER_BYTES = 1 << 20;

    private static final BodyHandler<String> ANSWERS =
            BoundedBody.beginning(() -> BodySubscribers.ofString(StandardCharsets.UTF_8), MOST_ANSWER_BYTES);

    private final Duration timeout;
    private final Clock clock;
    private HttpClient client;

    /**
     * @param timeout for one request, from connecting to the last byte of the answer
     * @param clock by which a date in Retry-After is read
     */
    public HttpPoster(Duration timeout, Clock clock) {
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Sends JSON once; an empty text is no body. */
    public HttpAnswer send(String method, URI address, String json, Map<String, String> headers)
            throws InterruptedException {
        return send(method, address, HttpContent.json(json), headers);
    }

    /** Time that one request may take. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Sends a request once.
     *
     * @param method such as POST
     * @param headers besides the content type
     * @throws InterruptedException when interrupted while waiting; the request is given up
     */
    public HttpAnswer send(String method, URI address, HttpContent content, Map<String, String> headers)
            throws InterruptedException {
        byte[] body = content.bytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", content.type())
                .timeout(timeout)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<String>> answer = client().sendAsync(request.build(), ANSWERS);
        try {
            // The timeout of the request ends with the headers of the answer; this one covers its body as well.
            return read(answer.get(timeout.toMillis() + 100, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return HttpAnswer.failed(FailureReason.TIMEOUT, "no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private HttpAnswer read(HttpResponse<String> response) {
        Optional<Duration> retryAfter = response.headers()
                .firstValue("Retry-After")
                .flatMap(header -> HttpAnswer.retryAfter(header, clock.instant()));
        return new HttpAnswer(response.statusCode(), response.body(), retryAfter, null);
    }

    private HttpAnswer failed(Throwable cause) {
        // The messages of these exceptions may hold the address, so only their kind is told.
        String kind = cause.getClass().getSimpleName();
        if (cause instanceof HttpConnectTimeoutException) {
            return HttpAnswer.failed(FailureReason.UNREACHABLE, "no connection within " + timeout.toMillis() + " ms");
        }
        if (cause instanceof HttpTimeoutException) {
            return HttpAnswer.failed(FailureReason.TIMEOUT, "no answer within " + timeout.toMillis() + " ms");
        }
        if (cause instanceof ConnectException || cause instanceof UnresolvedAddressException) {
            return HttpAnswer.failed(FailureReason.UNREACHABLE, "no connection: " + kind);
        }
        if (cause instanceof SSLException) {
            return HttpAnswer.failed(FailureReason.TLS_ERROR, "no trusted connection: " + kind);
        }
        if (cause instanceof IOException) {
            return HttpAnswer.failed(FailureReason.CONNECTION_LOST, "the connection broke: " + kind);
        }
        return HttpAnswer.failed(FailureReason.INTERNAL_ERROR, kind);
    }

    /** Made at the first use: it starts a thread. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .connectTimeout(timeout)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
        }
        return client;
    }
}
