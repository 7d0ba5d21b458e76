package io.gradwatch.fleet.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.config.Secret;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.route.Right;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserSessionTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Token ADA = new Token("ada", new Secret("reader-token-0123456789"), Right.READ);
    private static final Token GRACE = new Token("grace", new Secret("writer-token-0123456789"), Right.WRITE);

    private final String value = after(Duration.ZERO).begin(ADA);

    @Test
    void session_isOfItsTokenAlone() {
        assertThat(after(Duration.ZERO).holds(ADA, value)).isTrue();
        assertThat(after(Duration.ZERO).holds(GRACE, value)).isFalse();
    }

    @Test
    void session_endsAfterThirtyDays() {
        assertThat(after(Duration.ofDays(30).minusMillis(1)).holds(ADA, value)).isTrue();
        assertThat(after(Duration.ofDays(30)).holds(ADA, value)).isFalse();
    }

    @Test
    void valueWithAnotherEnd_isRefused() {
        String signature = value.substring(value.indexOf('.'));

        assertThat(after(Duration.ZERO).holds(ADA, NOW.plusSeconds(60).toEpochMilli() + signature))
                .isFalse();
        assertThat(after(Duration.ZERO).holds(ADA, Long.MAX_VALUE + signature)).isFalse();
        assertThat(after(Duration.ZERO).holds(ADA, "+" + value)).isFalse();
        assertThat(after(Duration.ZERO).holds(ADA, "0" + value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1", "x.y", ".abc", "99999999999999999999.abc", "reader-token-0123456789"})
    void whatIsNoSession_isRefused(String given) {
        assertThat(after(Duration.ZERO).holds(ADA, given)).isFalse();
    }

    private static BrowserSession after(Duration time) {
        return new BrowserSession(Clock.fixed(NOW.plus(time), ZoneOffset.UTC));
    }
}
