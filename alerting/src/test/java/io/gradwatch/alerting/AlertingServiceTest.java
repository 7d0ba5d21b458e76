package io.gradwatch.alerting;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.outbox.store.OutboxLock;
import io.gradwatch.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertingServiceTest {

    /** Nobody listens there. */
    private static final String NOWHERE = "127.0.0.1:1";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void startThatFailed_canBeRepeated_anotherOneCannot(boolean standby) throws Exception {
        AlertingSettings settings = Configuration.parse("alerting: {standby: " + standby + "}", "test.yml", Map.of())
                .read(AlertingSettings::from);
        try (AlertingService service = new AlertingService(settings, NOWHERE, folder, Clock.systemUTC())) {
            try (OutboxLock lock = OutboxLock.take(folder)) {
                assertThatExceptionOfType(OutboxException.class).as("%s", lock).isThrownBy(service::start);
            }
            service.start();
            assertThatIllegalStateException().isThrownBy(service::start);
        }
    }

    @Test
    void fileOfATeamThatIsWrong_keepsNobodyElseFromBeingTold_andIsNamed() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes.d"));
        Files.writeString(routes.resolve("vision.yml"), "routes: [{recievers: [console]}]");
        AlertingSettings settings = Configuration.parse(
                        "alerting: {routes-folder: " + routes + "}", "test.yml", Map.of())
                .read(AlertingSettings::from);
        try (AlertingService service =
                new AlertingService(settings, NOWHERE, folder.resolve("data"), Clock.systemUTC())) {
            assertThat(service.check()).isEmpty();
            service.start();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.check())
                            .get(InstanceOfAssertFactories.STRING)
                            .contains("vision.yml:1: routes[0].receivers must be a list of at least one receiver"));
        }
    }
}
