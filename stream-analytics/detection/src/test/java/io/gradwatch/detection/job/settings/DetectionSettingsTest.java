package io.gradwatch.detection.job.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.detection.job.DetectionMain;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DetectionSettingsTest {

    @Test
    void nothingGiven_isTheDefaults() throws ConfigurationException {
        DetectionSettings settings = read("");

        assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(settings.delivery()).isEqualTo(DetectionSettings.Delivery.AT_LEAST_ONCE);
        assertThat(settings.parallelism()).isOne();
        assertThat(settings.checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.pulseInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.detectors().enabled("silent-run")).isTrue();
        assertThat(settings.metrics().served()).isFalse();
    }

    @Test
    void everyKey_isRead() throws ConfigurationException {
        DetectionSettings settings = read("""
                kafka: {bootstrap-servers: 'kafka:29092'}
                detection:
                  delivery: exactly-once
                  parallelism: 4
                  checkpoint-interval: 10s
                  pulse-interval: 500ms
                  metrics: {host: 0.0.0.0, port: 9486, token: 0123456789abcdef}
                detectors:
                  silent-run: {enabled: false}
                """);

        assertThat(settings.bootstrapServers()).isEqualTo("kafka:29092");
        assertThat(settings.delivery()).isEqualTo(DetectionSettings.Delivery.EXACTLY_ONCE);
        assertThat(settings.parallelism()).isEqualTo(4);
        assertThat(settings.checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.pulseInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.detectors().enabled("silent-run")).isFalse();
        assertThat(settings.metrics().host()).isEqualTo("0.0.0.0");
        assertThat(settings.metrics().port()).isEqualTo(9486);
        assertThat(settings.metrics().token().reveal()).isEqualTo("0123456789abcdef");
    }

    @Test
    void exactlyOnce_alertsWaitASecondUnlessToldOtherwise() throws ConfigurationException {
        assertThat(read("detection: {delivery: exactly-once}").checkpointInterval())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(read("detection: {delivery: exactly-once, checkpoint-interval: 5s}")
                        .checkpointInterval())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void allProblems_areReportedTogether() {
        assertThatThrownBy(() -> read("""
                        detection:
                          delivery: twice
                          paralelism: 4
                          metrics: {host: 0.0.0.0, port: 94860}
                        detectors:
                          silent-rum: {}
                          silent-run: {floor-seconds: 0}
                        """))
                .hasMessageContaining("test:2: detection.delivery was 'twice'")
                .hasMessageContaining("test:3: detection.paralelism is not known")
                .hasMessageContaining("detection.parallelism")
                .hasMessageContaining(
                        "test:4: detection.metrics.host was '0.0.0.0' but must be a loopback address such as"
                                + " 127.0.0.1 as long as there is no detection.metrics.token")
                .hasMessageContaining("test:4: detection.metrics.port was '94860' but must be")
                .hasMessageContaining("test:6: detectors.silent-rum is not known")
                .hasMessageContaining("test:7: detectors.silent-run.floor-seconds was '0'");
    }

    @Test
    void wrongArguments_areExitCode2() throws InterruptedException {
        assertThat(DetectionMain.run(List.of("--bogus"), Map.of())).isEqualTo(2);
        assertThat(DetectionMain.run(List.of("--watch"), Map.of())).isEqualTo(2);
        assertThat(DetectionMain.run(List.of("--checkpoints", "x", "--job-manager", "nowhere"), Map.of()))
                .isEqualTo(2);
        assertThat(DetectionMain.run(List.of("--checkpoints", "x", "--config", "/no/such/file"), Map.of()))
                .isEqualTo(2);
    }

    private static DetectionSettings read(String yaml) throws ConfigurationException {
        return Configuration.parse(yaml, "test", Map.of()).read(DetectionSettings::from);
    }
}
