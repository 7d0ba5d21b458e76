package io.gradwatch.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandaloneSettingsTest {

    @Test
    void nothingIsSet_hasDefaults() throws Exception {
        assertThat(read("")).isEqualTo(new StandaloneSettings(Path.of("data"), 9092, Optional.empty(), 4, false));
    }

    @Test
    void everythingIsSet_isRead() throws Exception {
        assertThat(read("{data-folder: /srv/gradwatch, shared-host: true, kafka: {port: 0, partitions: 7}}"))
                .isEqualTo(new StandaloneSettings(Path.of("/srv/gradwatch"), 0, Optional.empty(), 7, true));
        assertThat(read("kafka: {bootstrap-servers: 'a:1,b:2'}").bootstrapServers())
                .contains("a:1,b:2");
    }

    @Test
    void portOfAnotherKafka_isRefused() {
        assertThatThrownBy(() -> read("kafka: {port: 9093, bootstrap-servers: 'a:1'}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("kafka.port is for the embedded broker");
        assertThatThrownBy(() -> read("kafka: {bootstrap-servers: nowhere}"))
                .hasMessageContaining("kafka.bootstrap-servers was 'nowhere'");
    }

    private static StandaloneSettings read(String yaml) throws ConfigurationException {
        return Configuration.parse(yaml, "test.yml", Map.of()).read(StandaloneSettings::from);
    }
}
