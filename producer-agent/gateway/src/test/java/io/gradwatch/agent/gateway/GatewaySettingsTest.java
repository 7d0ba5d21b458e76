package io.gradwatch.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {

    @Test
    void nothingIsSet_isAsTheEnvironmentSays() throws Exception {
        GatewaySettings settings = read("", Map.of());

        assertThat(settings.token()).isEmpty();
        assertThat(settings.place(Map.of("GRADWATCH_AGENT", "unix:/x.sock"))).hasToString("unix:/x.sock");
        AgentSettings shipping = settings.shipping("a:1", Map.of("GRADWATCH_SPOOL_LIMIT", "1MiB"));
        assertThat(shipping.bootstrapServers()).isEqualTo("a:1");
        assertThat(shipping.spoolLimitBytes()).isEqualTo(1 << 20);
        assertThat(shipping.spoolFolder()).isNull();
    }

    @Test
    void everythingIsSet_isRead() throws Exception {
        GatewaySettings settings = read(
                "agent: {socket: /s/a.sock, tcp: '127.0.0.1:4271', spool-folder: /s, spool-limit: 2MiB, close-timeout: 1s}",
                Map.of("GRADWATCH_AGENT_TOKEN", "hush"));

        assertThat(settings.place(Map.of())).hasToString("unix:/s/a.sock and tcp:127.0.0.1:4271");
        assertThat(settings.token().orElseThrow().reveal()).isEqualTo("hush");
        assertThat(settings.toString()).doesNotContain("hush");
        AgentSettings shipping = settings.shipping("a:1", Map.of());
        assertThat(shipping.spoolFolder()).isEqualTo(Path.of("/s"));
        assertThat(shipping.spoolLimitBytes()).isEqualTo(2 << 20);
        assertThat(shipping.closeTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.withSpoolFolder(Path.of("/t")).spoolFolder()).contains(Path.of("/s"));
    }

    @Test
    void homeRecords_areOfThisHost_andCanBeLeft() throws Exception {
        Map<String, String> environment = Map.of("HOME", "/home/ada");

        assertThat(read("", Map.of()).lateHome(environment).orElseThrow())
                .hasParentRaw(Path.of("/home/ada/.gradwatch/late"));
        assertThat(read("agent: {home-records: false}", Map.of()).lateHome(environment))
                .isEmpty();
        assertThat(read("", Map.of()).lateHome(Map.of("HOME", "ada"))).isEmpty();
    }

    @Test
    void socketWithoutTheRecordsOfTheHome_keepsFromTheAddressOfTheEnvironment() throws Exception {
        Map<String, String> environment = Map.of("GRADWATCH_AGENT", "tcp:127.0.0.1:4270");

        assertThat(read("agent: {socket: /s/a.sock, home-records: false}", Map.of())
                        .place(environment))
                .hasToString("unix:/s/a.sock");
        assertThat(read("agent: {socket: /s/a.sock}", Map.of())
                        .place(environment)
                        .tcp())
                .isPresent();
        assertThat(read("", Map.of()).place(environment)).hasToString("tcp:127.0.0.1:4270");
    }

    @Test
    void addressThatOthersReach_isRefused() {
        assertThatThrownBy(() -> read("agent: {tcp: '0.0.0.0:4270'}", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("agent.tcp was '0.0.0.0:4270' but must be a loopback address");
    }

    private static GatewaySettings read(String yaml, Map<String, String> environment) throws ConfigurationException {
        return Configuration.parse(yaml, "test.yml", environment).read(GatewaySettings::from);
    }
}
