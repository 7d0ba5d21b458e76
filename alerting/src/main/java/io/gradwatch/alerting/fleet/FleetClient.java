package io.gradwatch.alerting.fleet;

import io.gradwatch.alerting.notify.http.BoundedBody;
import io.gradwatch.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Reads from the fleet's API, each time within a bound of time and bytes. Thread-safe; opens no socket when built. */
final class FleetClient {

    private final Supplier<Optional<FleetAddress>> fleet;
    private HttpClient client;

    /** @param fleet where it is at the moment; empty while that is not known */
    FleetClient(Supplier<Optional<FleetAddress>> fleet) {
        this.fleet = fleet;
    }

    /** An answer with its whole body. */
    record Answer(int status, byte[] body) {}

    /** True where it is known where the fleet is. */
    boolean knowsFleet() {
        return fleet.get().isPresent();
    }

    /**
     * Asks once.
     *
     * @param path below the base, without a slash at its beginning
     * @param within time for all, from connecting to the last byte
     * @param mostBytes of the body
     * @throws IOException when there is no answer in time, or it is too long; the message shows no token
     */
    Answer get(String path, Duration within, int mostBytes) throws IOException, InterruptedException {
        FleetAddress address = fleet.get().orElseThrow(() -> new IOException("it is not known where the fleet is"));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address.base() + path)).timeout(within);
        address.token().map(Secret::reveal).ifPresent(token -> request.header("Authorization", "Bearer " + token));
        CompletableFuture<HttpResponse<byte[]>> answer =
                client().sendAsync(request.build(), BoundedBody.of(BodySubscribers::ofByteArray, mostBytes));
        try {
            HttpResponse<byte[]> response = answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            throw new IOException("the fleet does not answer within " + within.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException("the fleet cannot be asked: " + e.getCause(), e);
        } finally {
            answer.cancel(true);
        }
    }

    /** Made at the first use: it starts a thread. */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return client;
    }
}
