package io.gradwatch.alerting.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Resolution;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartedRunsTest {

    private final Alert crashed = Alert.newBuilder(Alerts.resolved(Alerts.nan("team/run 1"), Resolution.RUN_ENDED))
            .setAttempt(1)
            .build();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{}";
    private RestartedRuns restarted;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        restarted = new RestartedRuns(() -> Optional.of(new FleetAddress(base, Optional.empty())), nanos::get);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "a later attempt that trains,     2, null, 0,      true",
        "a later attempt that ended,      2, 5,    0,      true",
        "the same attempt that ended,     1, 5,    60_000, false",
        "another session of the attempt,  1, null, 60_000, true",
        "a fleet that lags behind,        1, null, -5_000, false",
        "clocks that are a second apart,  1, null, 1_000,  false",
        "an earlier attempt,              0, null, 60_000, false"
    })
    void runThatGoesOn_isKnownByTheFleet(String run, int attempt, String ended, String after, boolean goesOn) {
        long last = crashed.getRaisedTimeMillis() + Long.parseLong(after.replace("_", ""));
        body = "{\"attempt\": " + attempt + ", \"ended_millis\": " + ended + ", \"last_event_millis\": " + last + "}";

        assertThat(restarted.test(crashed)).as(run).isEqualTo(goesOn);
        assertThat(asked).containsExactly("/api/v1/runs/team%2Frun%201");
    }

    @Test
    void runThatTheFleetDoesNotKnow_orAnswersNonsenseOf_countsAsEnded() {
        status = 404;
        assertThat(restarted.test(crashed)).isFalse();
        status = 200;
        body = "<html>";
        assertThat(restarted.test(crashed)).isFalse();
        body = "{}";
        assertThat(restarted.test(crashed)).isFalse();
    }

    @Test
    void fleetThatFails_isNotAskedForAWhile() {
        status = 503;
        for (int i = 0; i < 10; i++) {
            assertThat(restarted.test(crashed)).isFalse();
        }
        assertThat(asked).hasSize(3);
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        restarted.test(crashed);
        assertThat(asked).hasSize(4);
    }
}
