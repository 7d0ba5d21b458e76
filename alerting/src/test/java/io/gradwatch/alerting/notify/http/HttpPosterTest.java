package io.gradwatch.alerting.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.testing.LoopbackHttp;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpPosterTest {

    @Test
    void longAnswer_counts_butIsNotKept() throws Exception {
        try (LoopbackHttp server = new LoopbackHttp(0)) {
            server.nextAnswer(200, "x".repeat(8 << 20));
            HttpPoster poster = new HttpPoster(Duration.ofSeconds(20), Clock.systemUTC());

            HttpAnswer answer = poster.send("POST", server.at("/"), "{}", Map.of());

            assertThat(answer.successful()).isTrue();
            assertThat(answer.body().length()).isBetween(1, 1 << 20);
        }
    }
}
