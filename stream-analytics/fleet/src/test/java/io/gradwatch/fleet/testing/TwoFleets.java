package io.gradwatch.fleet.testing;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.config.Configuration;
import io.gradwatch.fleet.FleetService;
import io.gradwatch.fleet.FleetSettings;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import io.gradwatch.silence.SilenceReader;
import io.gradwatch.silence.Silences;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the fleet on one real broker, which begins without topics. */
public abstract class TwoFleets {

    /** Header of one who may read. */
    protected static final String[] READ = {"Authorization", "Bearer reader-token-0123456789"};

    /** Header of grace, who may write. */
    protected static final String[] WRITE = {"Authorization", "Bearer writer-token-0123456789"};

    @TempDir
    protected static Path folder;

    @RegisterExtension
    protected static final TestKafka KAFKA = TestKafka.withoutTopics();

    protected static FleetService first;
    protected static FleetService second;

    protected static void startFirst() throws Exception {
        first = service("first");
        first.start();
    }

    protected static void startSecond() throws Exception {
        second = service("second");
        second.start();
        await().atMost(PATIENCE)
                .until(() -> first.check().isEmpty() && second.check().isEmpty());
    }

    @AfterAll
    static void stopBoth() {
        second.close();
        first.close();
    }

    protected static Alert fires(String run, String alertClass) throws Exception {
        Alert alert = publish(new Job(run, 0, 0).fires(alertClass));
        await().atMost(PATIENCE).until(() -> known(first, alert.getId()) && known(second, alert.getId()));
        return alert;
    }

    /** True where the instance knows the alert. */
    protected static boolean known(FleetService service, String id) throws Exception {
        return ask(service).get("/api/v1/alerts/" + Browser.encoded(id), WRITE).status() == 200;
    }

    protected static JsonNode alert(FleetService service, String id) throws Exception {
        return ask(service).get("/api/v1/alerts/" + Browser.encoded(id), WRITE).json();
    }

    protected static Silences read() {
        return SilenceReader.readAll(KAFKA.properties(), problem -> {});
    }

    protected static Browser ask(FleetService service) {
        return Browser.patient(service.port());
    }

    protected static Alert publish(Alert alert) throws Exception {
        KAFKA.send(Topics.TELEMETRY, alert.getRunId(), new Job(alert.getRunId(), 0, 0).started());
        KAFKA.send(Topics.ALERTS, alert.getRunId(), alert);
        return alert;
    }

    private static FleetService service(String name) throws Exception {
        FleetSettings settings = Configuration.parse(
                        "fleet: {port: 0, session-timeout: 6s, peer-token: peer-token-0123456789,"
                                + " history: {flush-after: 200ms},"
                                + " tokens: [{name: page, token: reader-token-0123456789},"
                                + " {name: grace, token: writer-token-0123456789, right: write}]}",
                        "it.yml",
                        Map.of())
                .read(FleetSettings::from);
        return new FleetService(settings, KAFKA.properties(), folder.resolve(name), Clock.systemUTC());
    }
}
