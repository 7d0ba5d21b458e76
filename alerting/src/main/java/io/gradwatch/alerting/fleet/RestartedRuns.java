package io.gradwatch.alerting.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.schema.Alert;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs that go on after an alert with which they ended, as the fleet knows them: a new attempt began, or another
 * session goes on with the attempt. Where the fleet does not answer, or lags behind, a run counts as ended.
 * Thread-safe.
 */
public final class RestartedRuns implements Predicate<Alert> {

    private static final Logger LOG = LoggerFactory.getLogger(RestartedRuns.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WITHIN = Duration.ofSeconds(2);

    /** A run in full: 320 alerts and 16,384 ranks at most. Own choice. */
    private static final int MOST_BYTES = 8 << 20;

    private static final int MOST_FAILURES = 3;
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** Difference of the clocks of a job's hosts, by which a record of the end may seem the older one. Own choice. */
    private static final long SKEW_MILLIS = 10_000;

    private final FleetClient client;
    private final CircuitBreaker breaker = new CircuitBreaker(MOST_FAILURES, PAUSE);
    private final LongSupplier nanos;

    /** @param fleet where it is at the moment; empty while that is not known */
    public RestartedRuns(Supplier<Optional<FleetAddress>> fleet) {
        this(fleet, System::nanoTime);
    }

    RestartedRuns(Supplier<Optional<FleetAddress>> fleet, LongSupplier nanos) {
        this.client = new FleetClient(fleet);
        this.nanos = nanos;
    }

    /** True where it is known that the run of an alert goes on after it. */
    @Override
    public boolean test(Alert alert) {
        if (!client.knowsFleet() || !breaker.permits(nanos.getAsLong())) {
            return false;
        }
        try {
            FleetClient.Answer answer = client.get(path(alert), WITHIN, MOST_BYTES);
            boolean goesOn = goesOn(alert, answer);
            breaker.succeeded();
            return goesOn;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | RuntimeException e) {
            if (breaker.failed(nanos.getAsLong())) {
                LOG.warn("The fleet does not say which runs were started anew: {}", e.getMessage());
            }
            return false;
        }
    }

    private static String path(Alert alert) {
        String run = URLEncoder.encode(alert.getRunId(), StandardCharsets.UTF_8).replace("+", "%20");
        return "api/v1/runs/" + run;
    }

    private static boolean goesOn(Alert alert, FleetClient.Answer answer) throws IOException {
        if (answer.status() == 404) {
            return false;
        }
        if (answer.status() != 200) {
            throw new IOException("the fleet answers with status " + answer.status());
        }
        JsonNode run = JSON.readTree(answer.body());
        boolean newAttempt = run.path("attempt").asInt(0) > alert.getAttempt();
        // The log of a run is in order: a later record without an end is of another session.
        boolean newSession = run.path("ended_millis").isNull()
                && run.path("attempt").asInt(-1) == alert.getAttempt()
                && run.path("last_event_millis").asLong(0) > alert.getRaisedTimeMillis() + SKEW_MILLIS;
        return newAttempt || newSession;
    }
}
