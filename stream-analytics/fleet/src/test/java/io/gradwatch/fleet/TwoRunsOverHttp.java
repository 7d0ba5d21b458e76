package io.gradwatch.fleet;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.config.Configuration;
import io.gradwatch.fleet.history.Records;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Answer;
import io.gradwatch.fleet.testing.Exposition;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A fleet on a real broker, with two runs. */
abstract class TwoRunsOverHttp {

    static final int STEPS = 100;
    static final int NAN_STEP = 60;

    @TempDir
    static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(2);

    static FleetService service;
    static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        FleetSettings settings = Configuration.parse(
                        "fleet: {port: 0, session-timeout: 6s, sql: {concurrency: 1, time-out: 10m}}",
                        "it.yml",
                        Map.of())
                .read(FleetSettings::from);
        service = new FleetService(settings, KAFKA.properties(), folder.resolve("fleet"), Clock.systemUTC());
        service.start();
        browser = Browser.patient(service.port());
        train("one/a", "adam", 1);
        train("two", "sgd", 2);
        KAFKA.send(Topics.ALERTS, "two", new Job("two", 0, 0).fires("nan"));
        KAFKA.send(Topics.TELEMETRY.name(), "bad", new byte[3]);
        await().atMost(PATIENCE).until(() -> service.check().isEmpty());
        await().atMost(PATIENCE).until(TwoRunsOverHttp::everythingIsRead);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    static boolean everythingIsRead() throws IOException {
        JsonNode counted = sql("SELECT count(*) FROM steps").json().at("/rows/0/0");
        return counted.asInt() == 2 * STEPS
                && browser.get("/api/v1/alerts").json().at("/total").asInt() == 1
                && browser.get("/api/v1/fleet")
                                .json()
                                .at("/runs_by_state/training")
                                .asInt()
                        == 2
                && scrape().value("gradwatch_dead_letters_total") == 1;
    }

    static Exposition scrape() throws IOException {
        Answer answer = browser.get("/metrics");
        assertThat(answer.status()).isEqualTo(200);
        return Exposition.parse(answer.body());
    }

    static void train(String run, String optimizer, double loss) throws Exception {
        Job job = new Job(run, 0, 0);
        KAFKA.send(
                Topics.TELEMETRY,
                run,
                job.started(Job.declaration()
                        .setHyperparameters(Map.of("optimizer", optimizer, "batch", "32"))
                        .build()));
        for (int step = 0; step < STEPS; step++) {
            KAFKA.send(
                    Topics.TELEMETRY,
                    run,
                    job.at(1_000L * step)
                            .step(Step.newBuilder()
                                    .setStep(step)
                                    .setLoss(step == NAN_STEP ? Double.NaN : loss)
                                    .setTensors(List.of(tensor(step), Records.tensor("dense_2", 2)))
                                    .build()));
        }
    }

    /**
     * A tensor with a histogram at every tenth step: as many elements of about 0.3 as the step has tens, and one of -4.
     */
    static TensorStatistics tensor(int step) {
        TensorStatistics tensor = Records.tensor("dense_1", 1);
        if (step % 10 == 0) {
            MagnitudeHistogram histogram = new MagnitudeHistogram();
            histogram.add(false, -2, step / 10);
            histogram.add(-4);
            tensor.setHistogram(histogram.pack());
        }
        return tensor;
    }

    static Answer sql(String query) throws IOException {
        return browser.send("POST", "/api/v1/sql", question(query));
    }

    static String question(String query) {
        return "{\"query\": \"" + query + "\"}";
    }
}
