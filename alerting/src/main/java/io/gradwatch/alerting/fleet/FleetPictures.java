package io.gradwatch.alerting.fleet;

import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.alerting.notify.spi.Pictures;
import io.gradwatch.schema.Alert;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures that the fleet draws. A message never waits for one for more than a second, and not at all while the fleet
 * does not answer. Thread-safe.
 */
public final class FleetPictures implements Pictures {

    private static final Logger LOG = LoggerFactory.getLogger(FleetPictures.class);

    /** Time for a picture in all. */
    private static final Duration WITHIN = Duration.ofSeconds(1);

    /** Time that the fleet may wait for the step that fired to be in its history. Own choice. */
    private static final long WAIT_MILLIS = 400;

    /** Failures in a row after which it is not asked for the pause. Own choices. */
    private static final int MOST_FAILURES = 3;

    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int LONGEST_NAME = 80;

    private final FleetClient client;
    private final CircuitBreaker breaker;
    private final Duration within;
    private final LongSupplier nanos;

    /** @param fleet where it is at the moment; empty while that is not known */
    public FleetPictures(Supplier<Optional<FleetAddress>> fleet) {
        this(fleet, WITHIN, System::nanoTime);
    }

    FleetPictures(Supplier<Optional<FleetAddress>> fleet, Duration within, LongSupplier nanos) {
        this.within = within;
        this.client = new FleetClient(fleet);
        this.breaker = new CircuitBreaker(MOST_FAILURES, PAUSE);
        this.nanos = nanos;
    }

    @Override
    public Optional<Picture> of(Alert alert) {
        if (!client.knowsFleet() || !breaker.permits(nanos.getAsLong())) {
            return Optional.empty();
        }
        try {
            FleetClient.Answer answer = client.get(path(alert), within, Picture.MOST_BYTES);
            Optional<Picture> picture = read(alert, answer);
            breaker.succeeded();
            return picture;
        } catch (InterruptedException e) {
            // The service stops: the message goes on, and its sending sees the interrupt.
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            if (breaker.failed(nanos.getAsLong())) {
                LOG.warn("Messages have no pictures until the fleet draws them again: {}", e.getMessage());
            }
            LOG.debug("Alert {} is told without a picture", alert.getId(), e);
            return Optional.empty();
        }
    }

    private static String path(Alert alert) {
        String id = URLEncoder.encode(alert.getId(), StandardCharsets.UTF_8).replace("+", "%20");
        return "api/v1/alerts/" + id + "/picture.png?width=" + Picture.WIDTH + "&height=" + Picture.HEIGHT
                + "&wait_millis=" + WAIT_MILLIS;
    }

    /** Empty where the fleet has no picture of this alert, which is no failure of the fleet. */
    private static Optional<Picture> read(Alert alert, FleetClient.Answer answer) throws IOException {
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (answer.status() != 200) {
            throw new IOException("the fleet answers with status " + answer.status());
        }
        byte[] body = answer.body();
        if (body.length <= PNG.length || !Arrays.equals(body, 0, PNG.length, PNG, 0, PNG.length)) {
            throw new IOException("the answer of the fleet is no PNG");
        }
        return Optional.of(new Picture(body, description(alert)));
    }

    private static String description(Alert alert) {
        String run = alert.getRunName().isBlank() ? alert.getRunId() : alert.getRunName();
        return "Curve of " + PlainText.oneLine(run, LONGEST_NAME) + " around step " + alert.getOnsetStep()
                + ", where the fault began";
    }
}
