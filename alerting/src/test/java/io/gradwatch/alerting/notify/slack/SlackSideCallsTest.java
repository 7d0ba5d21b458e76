package io.gradwatch.alerting.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.config.Secret;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlackSideCallsTest {

    @ParameterizedTest
    @CsvSource({
        "https://files.slack.com/upload/v1/x,true",
        "http://files.slack.com/upload/v1/x,false",
        "https://eve@files.slack.com/upload/v1/x,false",
        "file:///etc/passwd,false",
        "upload/v1/x,false",
    })
    void addressForAFile_isAsSafeAsTheApi(URI address, boolean trusted) {
        ManualClock clock = new ManualClock();
        HttpPoster poster = new HttpPoster(Duration.ofSeconds(5), clock);
        SlackSideCalls calls =
                new SlackSideCalls(URI.create("https://slack.com/api/"), new Secret("xoxb-x"), poster, clock);

        assertThat(calls.isTrusted(address)).isEqualTo(trusted);
    }
}
