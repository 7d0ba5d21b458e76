package io.gradwatch.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.config.ConfigKey;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NotifierCatalogueTest {

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
}
