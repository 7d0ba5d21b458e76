package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gradwatch.alerting.AlertingSettings;
import io.gradwatch.config.Configuration;
import io.gradwatch.detection.job.DetectionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be said of the containers without an engine to run them. */
class ComposeFileTest {

    private static final Path DOCKER = Path.of("..", "docker");

    private JsonNode services;

    @BeforeEach
    void read() throws IOException {
        services = new ObjectMapper(new YAMLFactory())
                .readTree(DOCKER.resolve("compose.yaml").toFile())
                .get("services");
    }

    @Test
    void everyMainClass_isOnTheClassPath() {
        List<String> mainClasses = new ArrayList<>();
        for (JsonNode service : services) {
            if (service.has("command")) {
                mainClasses.add(service.get("command").get(0).asText());
            }
        }

        assertThat(mainClasses).hasSize(5);
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
    void configuration_isWhatTheServicesRead() {
        Configuration configuration = Configuration.load(DOCKER.resolve("gradwatch.yaml"), Map.of());

        assertThatCode(() ->
                        configuration.read(root -> List.of(DetectionSettings.from(root), AlertingSettings.from(root))))
                .doesNotThrowAnyException();
    }
}
