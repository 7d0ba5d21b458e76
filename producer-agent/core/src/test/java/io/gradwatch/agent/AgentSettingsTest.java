package io.gradwatch.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentSettingsTest {

    @Test
    void emptyEnvironment_givesTheDefaults() {
        AgentSettings settings = AgentSettings.fromEnvironment(Map.of());

        assertThat(settings.bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(settings.spoolFolder()).isNull();
        assertThat(settings.spoolLimitBytes()).isEqualTo(1L << 30);
        assertThat(settings.queueCapacity()).isEqualTo(16_384);
        assertThat(settings.memoryLimitBytes()).isEqualTo(64L << 20);
        assertThat(settings.heartbeatInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.closeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.kafkaPropertiesFile()).isNull();
        assertThat(settings.kafkaProperties()).isEmpty();
        assertThat(settings.runId()).isEmpty();
        assertThat(settings.attempt()).isNull();
        assertThat(settings.rank()).isNull();
        assertThat(settings.worldSize()).isNull();
    }

    @Test
    void everyVariable_isRead() {
        Map<String, String> environment = new HashMap<>();
        environment.put("GRADWATCH_BOOTSTRAP_SERVERS", "kafka-1:9092,kafka-2:9092");
        environment.put("GRADWATCH_SPOOL_FOLDER", "/var/spool/gradwatch");
        environment.put("GRADWATCH_SPOOL_LIMIT", "1.5GiB");
        environment.put("GRADWATCH_QUEUE_CAPACITY", "128");
        environment.put("GRADWATCH_HEARTBEAT_INTERVAL", "30s");
        environment.put("GRADWATCH_CLOSE_TIMEOUT", "500 ms");
        environment.put("GRADWATCH_KAFKA_PROPERTIES_FILE", "/etc/gradwatch/kafka.properties");
        environment.put("GRADWATCH_RUN_ID", "run-7");
        environment.put("GRADWATCH_ATTEMPT", "3");
        environment.put("RANK", "2");
        environment.put("WORLD_SIZE", "8");

        AgentSettings settings = AgentSettings.fromEnvironment(environment);

        assertThat(settings.bootstrapServers()).isEqualTo("kafka-1:9092,kafka-2:9092");
        assertThat(settings.spoolFolder()).isEqualTo(Path.of("/var/spool/gradwatch"));
        assertThat(settings.spoolLimitBytes()).isEqualTo(3L << 29);
        assertThat(settings.queueCapacity()).isEqualTo(128);
        assertThat(settings.heartbeatInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.closeTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.kafkaPropertiesFile()).isEqualTo(Path.of("/etc/gradwatch/kafka.properties"));
        assertThat(settings.runId()).isEqualTo("run-7");
        assertThat(settings.attempt()).isEqualTo(3);
        assertThat(settings.rank()).isEqualTo(2);
        assertThat(settings.worldSize()).isEqualTo(8);
    }

    @Test
    void launchersVariables_fillIn() {
        AgentSettings slurm = AgentSettings.fromEnvironment(
                Map.of("SLURM_RESTART_COUNT", "1", "SLURM_PROCID", "5", "SLURM_NTASKS", "16"));
        assertThat(slurm.attempt()).isEqualTo(1);
        assertThat(slurm.rank()).isEqualTo(5);
        assertThat(slurm.worldSize()).isEqualTo(16);
        assertThat(AgentSettings.fromEnvironment(Map.of("TORCHELASTIC_RESTART_COUNT", "2"))
                        .attempt())
                .isEqualTo(2);
    }

    @Test
    void unusableValues_giveTheDefaults() {
        AgentSettings settings = AgentSettings.fromEnvironment(Map.of(
                "GRADWATCH_SPOOL_LIMIT", "lots",
                "GRADWATCH_QUEUE_CAPACITY", "0",
                "GRADWATCH_HEARTBEAT_INTERVAL", "10 parsecs",
                "GRADWATCH_SPOOL_FOLDER", "\u0000",
                "GRADWATCH_ATTEMPT", "-1",
                "TORCHELASTIC_RESTART_COUNT", "4",
                "RANK", "99999999999",
                "WORLD_SIZE", "0"));

        assertThat(settings.spoolLimitBytes()).isEqualTo(1L << 30);
        assertThat(settings.queueCapacity()).isEqualTo(16_384);
        assertThat(settings.heartbeatInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.spoolFolder()).isNull();
        assertThat(settings.attempt()).as("the next variable that says it").isEqualTo(4);
        assertThat(settings.rank()).isNull();
        assertThat(settings.worldSize()).isNull();
    }

    @Test
    void description_goesBeforeTheEnvironment() {
        AgentSettings settings = AgentSettings.fromEnvironment(
                Map.of("GRADWATCH_RUN_ID", "env", "RANK", "1", "WORLD_SIZE", "2", "GRADWATCH_ATTEMPT", "3"));
        RunDescription said = RunDescription.builder().runId("said").rank(7).build();

        RunStart start = RunStart.of(said, settings);

        assertThat(start.runId()).isEqualTo("said");
        assertThat(start.rank()).isEqualTo(7);
        assertThat(start.worldSize()).isEqualTo(2);
        assertThat(start.attempt()).isEqualTo(3);
        assertThat(RunStart.of(RunDescription.named("x"), settings).runId()).isEqualTo("env");
    }

    @Test
    void text_showsNoProperties() {
        assertThat(AgentSettings.builder()
                        .kafkaProperties(Map.of("sasl.jaas.config", "password=secret"))
                        .build())
                .hasToString("AgentSettings(127.0.0.1:9092, null)");
    }
}
