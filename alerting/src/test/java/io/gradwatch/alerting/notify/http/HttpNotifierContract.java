package io.gradwatch.alerting.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.LoopbackHttp.Trouble;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Contract of every notifier over HTTP. A test of a notifier extends it and names the factory, the settings, and the
 * server where a plain one does not do. A secret in the settings has {@code loopback-secret} in it.
 */
public abstract class HttpNotifierContract {

    /** Time for an answer, also on a starved machine. */
    private static final String PATIENCE = "10s";

    /** The server that the notifier sends to. */
    protected final LoopbackHttp server;

    /** With a server that takes everything. */
    protected HttpNotifierContract() {
        this(new LoopbackHttp(0));
    }

    /** With a server of its own kind. */
    protected HttpNotifierContract(LoopbackHttp server) {
        this.server = server;
    }

    /** Factory of the notifier. */
    protected abstract NotifierFactory factory();

    /** Settings of a notifier that sends to the address {@code base}, which has no path. */
    protected abstract String settings(URI base);

    @AfterEach
    final void closeServer() {
        server.close();
    }

    /** The notifier with {@link #settings} for the server. */
    protected final Notifier notifier() throws ConfigurationException {
        return create(settings(server.at("")));
    }

    /** The notifier with settings in YAML. */
    protected final Notifier create(String yaml) throws ConfigurationException {
        return create(yaml, PATIENCE);
    }

    private Notifier create(String yaml, String timeout) throws ConfigurationException {
        return Configuration.parse(yaml + "\ntimeout: " + timeout, "f.yml", Map.of())
                .read(factory()::create);
    }

    @Test
    void firingAndResolved_areDelivered() throws Exception {
        Notifier notifier = notifier();

        assertThat(notifier.send(Alerts.notification(Alerts.nan("a")))).isInstanceOf(Delivery.Delivered.class);
        assertThat(notifier.send(Alerts.notification(Alerts.resolved(Alerts.nan("a")))))
                .isInstanceOf(Delivery.Delivered.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400,clientError,false", "401,authError,false", "403,authError,false", "404,clientError,false",
        "408,timeout,true", "410,clientError,false", "429,rateLimited,true", "500,serverError,true",
        "502,serverError,true", "503,serverError,true", "504,serverError,true", "302,clientError,false",
    })
    void status_saysWhetherToTryAgain(int status, String reason, boolean again) throws Exception {
        server.nextAnswer(status, "some_code");

        Delivery delivery = send(notifier());

        assertThat(reasonOf(delivery).label()).isEqualTo(reason);
        assertThat(delivery instanceof Delivery.Retry).isEqualTo(again);
    }

    @Test
    void retryAfter_isReadAsSecondsAndAsDate() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
        server.next(
                new Trouble.Answer(429, "", Map.of("Retry-After", "30")),
                new Trouble.Answer(503, "", Map.of("Retry-After", date)),
                new Trouble.Answer(429, "", Map.of("Retry-After", "soon")));
        Notifier notifier = notifier();

        assertThat(retryAfter(notifier)).contains(Duration.ofSeconds(30));
        assertThat(retryAfter(notifier))
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10)));
        assertThat(retryAfter(notifier)).isEmpty();
    }

    @Test
    void noAnswerOrHalfOfOne_isATimeout() throws Exception {
        server.next(new Trouble.Silence(), new Trouble.Stall());
        Notifier notifier = create(settings(server.at("")), "700ms");

        for (int i = 0; i < 2; i++) {
            assertRetried(send(notifier), FailureReason.TIMEOUT);
        }
    }

    @Test
    void brokenConnection_isTriedAgain() throws Exception {
        // Java sends a GET again by itself.
        server.breakDown(new Trouble.Reset());

        assertRetried(send(notifier()), FailureReason.CONNECTION_LOST);
    }

    @Test
    void noServer_isTriedAgain() throws Exception {
        Notifier notifier = notifier();
        server.close();

        assertRetried(send(notifier), FailureReason.UNREACHABLE);
    }

    @Test
    void unknownHost_isTriedAgain() throws Exception {
        assertRetried(send(create(settings(URI.create("http://no-such-host.invalid")))), FailureReason.UNREACHABLE);
    }

    @Test
    void noTls_isTriedAgain() throws Exception {
        assertThat(send(create(settings(URI.create("https://127.0.0.1:" + server.port())))))
                .isInstanceOf(Delivery.Retry.class);
    }

    @Test
    void lastGoodCheckpoint_isTold() throws Exception {
        notifier().send(Alerts.notification(Alerts.withCheckpoint(Alerts.nan("a"))));

        assertThat(server.received().stream().map(LoopbackHttp.Request::body))
                .anyMatch(body -> body.contains("saved 12 min before the alert")
                        || body.contains("\"path\":\"ckpt/step-1000.pt\""));
    }

    @Test
    void name_showsNoSecret() throws Exception {
        assertThat(notifier().toString()).doesNotContain("loopback-secret");
    }

    /** The reason of a delivery that failed. */
    protected static FailureReason reasonOf(Delivery delivery) {
        return delivery instanceof Delivery.Retry retry ? retry.reason() : ((Delivery.Rejected) delivery).reason();
    }

    private static Delivery send(Notifier notifier) throws InterruptedException {
        Delivery delivery = notifier.send(Alerts.notification(Alerts.nan("a")));
        assertThat(delivery.toString()).doesNotContain("loopback-secret");
        return delivery;
    }

    private static Optional<Duration> retryAfter(Notifier notifier) throws InterruptedException {
        return ((Delivery.Retry) send(notifier)).after();
    }

    private static void assertRetried(Delivery delivery, FailureReason reason) {
        assertThat(delivery).isInstanceOf(Delivery.Retry.class);
        assertThat(reasonOf(delivery)).isEqualTo(reason);
    }
}
