package io.gradwatch.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration that the README shows is one that the product accepts. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");

    @Test
    void configurationOfTheReadme_isAccepted(@TempDir Path folder) throws Exception {
        Path webhook = Files.writeString(folder.resolve("webhook"), "https://hooks.slack.com/services/T0/B0/secret");
        Path key = Files.writeString(folder.resolve("key"), "R0123456789012345678901234567890");
        String readme = Files.readString(README);
        int start = readme.indexOf("```yaml\n") + "```yaml\n".length();
        String yaml = readme.substring(start, readme.indexOf("```", start))
                .replace("/run/secrets/slack-webhook", webhook.toString())
                .replace("/run/secrets/pagerduty-key", key.toString());

        Settings settings = Configuration.parse(yaml, "README.md", Map.of()).read(Settings::from);

        assertThat(settings.alerting().receivers())
                .extracting(receiver -> receiver.name())
                .containsExactly("team", "on-call", "lead");
    }
}
