package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gradwatch.alerting.AlertingSettings;
import io.gradwatch.config.Configuration;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.fleet.FleetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of the containers that need no engine to run them. */
class ComposeFileTest {

    private static final Path DOCKER = Path.of("..", "docker");

    @TempDir
    private Path folder;

    private JsonNode compose;
    private JsonNode services;

    @BeforeEach
    void read() throws IOException {
        compose = new ObjectMapper(new YAMLFactory())
                .readTree(DOCKER.resolve("compose.yaml").toFile());
        services = compose.get("services");
    }

    @Test
    void everyMainClass_isOnTheClassPath() {
        List<String> mainClasses = new ArrayList<>();
        for (JsonNode service : services) {
            if (service.has("command")) {
                mainClasses.add(service.get("command").get(0).asText());
            }
        }

        assertThat(mainClasses).hasSize(6);
        assertThat(mainClasses)
                .allSatisfy(name -> assertThatCode(
                                () -> Class.forName(name, false, getClass().getClassLoader())
                                        .getMethod("main", String[].class))
                        .as(name)
                        .doesNotThrowAnyException());
    }

    @Test
    void everyPublishedPort_isOfTheLoopbackAddress() {
        for (JsonNode service : services) {
            for (JsonNode port : service.path("ports")) {
                assertThat(port.asText()).startsWith("127.0.0.1:");
            }
        }
    }

    @Test
    void everyMountedFile_isThere() {
        for (JsonNode service : services) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":")[0];
                if (source.startsWith("./")) {
                    assertThat(DOCKER.resolve(source)).exists();
                }
            }
        }
    }

    @Test
    void everyVolumeAndSecret_isDeclared() {
        for (JsonNode service : services) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":")[0];
                assertThat(source.startsWith("./") || compose.path("volumes").has(source))
                        .as(source)
                        .isTrue();
            }
            for (JsonNode secret : service.path("secrets")) {
                assertThat(compose.path("secrets").has(secret.asText()))
                        .as(secret.asText())
                        .isTrue();
            }
        }
    }

    @Test
    void imagesOfOthers_havePinnedVersions() {
        for (JsonNode service : services) {
            assertThat(service.path("image").asText("gradwatch:0")).matches("[a-z/]+:v?\\d[\\w.-]*");
        }
    }

    @Test
    void configuration_isWhatTheServicesRead() throws Exception {
        Path secrets = makeSecrets();
        String yaml = Files.readString(DOCKER.resolve("gradwatch.yaml")).replace("/run/secrets", secrets.toString());
        Configuration configuration = Configuration.parse(yaml, "gradwatch.yaml", Map.of());

        assertThatCode(() -> configuration.read(root ->
                        List.of(DetectionSettings.from(root), AlertingSettings.from(root), FleetSettings.from(root))))
                .doesNotThrowAnyException();
    }

    @Test
    void secondInstanceOfAlerting_readsTheSettingOfTheFirst_andDoesNotStartWithoutIt() throws Exception {
        String variable = "GRADWATCH_ALERTING_STANDBY";
        JsonNode first = services.get("alerting").get("environment").get(variable);
        String second = services.get("alerting-standby")
                .get("environment")
                .get(variable)
                .asText();

        assertThat(first.isNull()).as("passed on by Compose").isTrue();
        assertThat(second).startsWith("${" + variable + ":-");
        String unset = second.substring(second.indexOf(":-") + 2, second.length() - 1);
        Configuration configuration = Configuration.parse("alerting: {}", "gradwatch.yaml", Map.of(variable, unset));
        assertThatThrownBy(() -> configuration.read(AlertingSettings::from))
                .hasMessageContaining("standby")
                .hasMessageContaining(unset);
    }

    @Test
    void secrets_areMadeOnce() throws Exception {
        Path secrets = makeSecrets();
        for (JsonNode secret : compose.path("secrets")) {
            assertThat(secrets.resolveSibling(secret.path("file").asText())).exists();
        }
        String before = Files.readString(secrets.resolve("fleet-page"));

        assertThat(before).matches("[0-9a-f]{48}");
        assertThat(makeSecrets().resolve("fleet-page")).hasContent(before);
        assertThat(secrets.resolve("prometheus-token")).content().isNotEqualTo(before);
    }

    /** Runs the script beside a copy of itself, and returns the folder that it makes. */
    private Path makeSecrets() throws Exception {
        Path script = folder.resolve("make-secrets.sh");
        Files.copy(DOCKER.resolve("make-secrets.sh"), script, StandardCopyOption.REPLACE_EXISTING);
        Process made = new ProcessBuilder("sh", script.toString()).inheritIO().start();
        assertThat(made.waitFor()).isZero();
        return folder.resolve("secrets");
    }
}
