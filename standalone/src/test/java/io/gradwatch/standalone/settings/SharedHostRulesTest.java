package io.gradwatch.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.gateway.GatewaySettings;
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
    void agentThatTheEnvironmentOpens_needsATokenToo() throws Exception {
        Map<String, String> open = Map.of("GRADWATCH_AGENT", "tcp:127.0.0.1:4270");
        for (String yaml : new String[] {"", "agent: {socket: /a/b.sock}"}) {
            assertThatThrownBy(() -> check(yaml, open))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("agent.token is missing")
                    .hasMessageContaining("GRADWATCH_AGENT is 'tcp:127.0.0.1:4270'");
        }
        check("agent: {token: 0123456789abcdef}", open);
        check("", Map.of("GRADWATCH_AGENT", "unix:/a/b.sock"));
        check("", Map.of("GRADWATCH_AGENT", "nowhere"));
        check("", Map.of());
    }

    private static void check(String yaml, Map<String, String> environment) throws ConfigurationException {
        Configuration.parse(yaml, "test.yml", Map.of()).read(root -> {
            GatewaySettings agent = GatewaySettings.from(root);
            SharedHostRules.check(root, agent, environment);
            return agent;
        });
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
