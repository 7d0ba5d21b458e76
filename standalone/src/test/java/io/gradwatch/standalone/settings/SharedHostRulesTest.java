package io.gradwatch.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedHostRulesTest {

    private static final String OPEN = """
            agent: {tcp: '127.0.0.1:4270'}
            detection: {metrics: {port: 9400}}
            alerting: {metrics: {port: 9401}}
            """;

    @Test
    void whatEveryUserCouldReach_needsATokenOnASharedHost() {
        assertThatThrownBy(() -> read("shared-host: true\n" + OPEN))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("agent.token is missing")
                .hasMessageContaining("detection.metrics.token is missing")
                .hasMessageContaining("alerting.metrics.token is missing");
        assertThatThrownBy(() -> read("shared-host: true\nagent: {mlflow: 5000}"))
                .hasMessageContaining("agent.token is missing");
    }

    @Test
    void elsewhereItDoesNot_norWithTokens() throws Exception {
        assertThatCode(() -> read(OPEN)).doesNotThrowAnyException();
        Settings settings = read("""
                shared-host: true
                agent: {tcp: '127.0.0.1:4270', token: 0123456789abcdef}
                detection: {metrics: {port: 9400, token: 0123456789abcdef}}
                alerting: {metrics: {port: 9401, token: 0123456789abcdef}}
                """);
        assertThat(settings.standalone().sharedHost()).isTrue();
    }

    private static Settings read(String yaml) throws ConfigurationException {
        return Configuration.parse(yaml, "test.yml", Map.of()).read(Settings::from);
    }
}
