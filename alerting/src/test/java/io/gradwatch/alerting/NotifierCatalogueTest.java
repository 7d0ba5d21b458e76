package io.gradwatch.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Configuration;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotifierCatalogueTest {

    /** Secrets for the files that the example names. */
    private static final Map<String, String> SECRETS = Map.of(
            "pagerduty", "R0123456789",
            "jsm", "0123-4567",
            "grafana-oncall", "https://oncall.example.org/integrations/v1/formatted_webhook/x/",
            "teams-workflow", "https://prod.westeurope.logic.azure.com/workflows/x?sig=y",
            "discord-webhook", "https://discord.com/api/webhooks/1/x",
            "telegram-bot", "110201543:AAHdqTcv",
            "ntfy-topic", "0123456789abcdef");

    @Test
    void everyKind_hasItsRow_andEachOfItsKeys() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "ALERTING.md"));
        for (NotifierFactory factory : NotifierCatalogue.load().factories()) {
            Class<?> notifier = factory.getClass().getEnclosingClass();

            assertThat(page)
                    .containsPattern(
                            "(?m)^\\| `" + factory.kind() + "` \\| .* \\| `" + notifier.getSimpleName() + "` \\|$");
            String keys = page.substring(page.indexOf("| key of `" + factory.kind() + "` |"));
            keys = keys.substring(0, keys.indexOf("\n\n"));
            for (Field field : factory.getClass().getFields()) {
                if (field.getType() == ConfigKey.class) {
                    assertThat(keys).contains("`" + ((ConfigKey<?>) field.get(null)).name() + "`");
                }
            }
        }
    }

    @Test
    void exampleOfTheDocumentation_isTaken() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "ALERTING.md"));
        int in = page.indexOf("      pagerduty: {");
        String yaml = page.substring(page.lastIndexOf("```yaml\n", in) + 8, page.indexOf("```", in));
        for (Map.Entry<String, String> secret : SECRETS.entrySet()) {
            yaml = yaml.replace("_file: /run/secrets/" + secret.getKey(), ": \"" + secret.getValue() + "\"");
        }

        List<Receiver> receivers = Configuration.parse(yaml, "gradwatch.yml", Map.of())
                .read(root -> {
                    ConfigSection alerting = root.section("alerting");
                    alerting.list("routes").forEach(route -> {
                        route.section("match").get(ConfigKey.text("severity", null, ""));
                        route.texts("receivers");
                        route.get(ConfigKey.flag("continue", false, ""));
                    });
                    return NotifierCatalogue.load().receivers(alerting);
                });

        assertThat(receivers).hasSize(SECRETS.size() + 1).allMatch(receiver -> receiver.notifier() != null);
    }
}
