package io.gradwatch.alerting;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.notify.spi.ActionSource;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.outbox.store.OutboxLock;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
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
    void startThatFailsHalfWay_leavesNothingOpen_andCanBeRepeated() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger made = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean(true);
        NotifierCatalogue catalogue = NotifierCatalogue.load().with(console(ignored -> {
            boolean second = made.getAndIncrement() > 0;
            return listening(() -> second && broken.get(), open);
        }));
        String yaml = "alerting: {receivers: [{name: half-way-1, console: {}}, {name: half-way-2, console: {}}]}";
        AlertingSettings settings =
                Configuration.parse(yaml, "test.yml", Map.of()).read(root -> AlertingSettings.from(root, catalogue));
        try (AlertingService service = new AlertingService(settings, NOWHERE, folder, Clock.systemUTC())) {
            assertThatIllegalStateException().isThrownBy(service::start).withMessage("no thread for it");

            assertThat(open).hasValue(0);
            assertThat(threads("alerting-deliver-half-way")).isEmpty();
            try (OutboxLock lock = OutboxLock.take(folder)) {
                assertThat(lock.id()).isNotEmpty();
            }

            broken.set(false);
            service.start();
            assertThat(open).hasValue(2);
            assertThat(threads("alerting-deliver-half-way")).hasSize(2);
        }
        assertThat(open).hasValue(0);
    }

    private static NotifierFactory console(Function<ConfigSection, Notifier> made) {
        return new NotifierFactory() {
            @Override
            public String kind() {
                return "console";
            }

            @Override
            public Notifier create(ConfigSection section) {
                return made.apply(section);
            }
        };
    }

    /** A channel that takes what people do, and may fail to. */
    private static Notifier listening(BooleanSupplier broken, AtomicInteger open) {
        return new Notifier() {
            @Override
            public Delivery send(Notification notification) {
                return Delivery.delivered();
            }

            @Override
            public Optional<ActionSource> actionSource() {
                return Optional.of((receivers, actions) -> {
                    if (broken.getAsBoolean()) {
                        throw new IllegalStateException("no thread for it");
                    }
                    open.incrementAndGet();
                    return open::decrementAndGet;
                });
            }
        };
    }

    private static List<String> threads(String beginning) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(beginning))
                .toList();
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
