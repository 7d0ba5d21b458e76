package io.gradwatch.detection.job;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.detection.job.operator.Records;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.kafka.testing.TestPorts;
import io.gradwatch.schema.Topics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Metrics that Prometheus reads of the whole job on a real broker and a real Flink cluster, in this JVM. */
class DetectionMetricsIT {

    private static final String TOKEN = "0123456789abcdef";
    private static final String RUN = "secret-project/run-7";
    private static final Path DOCUMENTATION = Path.of("../../docs/DETECTION.md");
    private static final Path DASHBOARD = Path.of("../../docker/grafana/dashboards/fleet.json");
    private static final String OF_DETECTION = "gradwatch_detection_";
    private static final Pattern METRIC = Pattern.compile("\\bgradwatch_[a-z_]+");
    private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");

    /** Labels of all metrics; none of them is anything that a job sent. */
    private static final Set<String> LABELS = Set.of("area", "detector", "gc", "outcome", "transition");

    @TempDir
    private static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(2);

    private static EmbeddedDetection detection;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        port = TestPorts.free();
        detection = EmbeddedDetection.failingFast(settings(port), folder.resolve("detection"));
        detection.start();
        detection.awaitRunning(PATIENCE);
        Records records = new Records(RUN);
        send(records.started());
        send(records.step(0, 0.7));
        send("garbage".getBytes(UTF_8));
        send(records.failed());
        await().atMost(PATIENCE)
                .until(() ->
                        value("gradwatch_detection_alerts_total{detector=\"failed-run\",transition=\"raised\"}") == 1);
    }

    @AfterAll
    static void stop() {
        detection.close();
    }

    @Test
    void whatWasReadAndRaised_isCounted() {
        await().atMost(PATIENCE).untilAsserted(DetectionMetricsIT::assertCounts);
    }

    private static void assertCounts() throws Exception {
        assertThat(value("gradwatch_detection_records_total{outcome=\"accepted\"}"))
                .isEqualTo(3);
        assertThat(value("gradwatch_detection_records_total{outcome=\"unreadable\"}"))
                .isEqualTo(1);
        assertThat(value("gradwatch_detection_records_total{outcome=\"refused\"}"))
                .isZero();
        assertThat(value("gradwatch_detection_failures_total")).isZero();
        assertThat(value("gradwatch_detection_alerts_total{detector=\"silent-run\",transition=\"raised\"}"))
                .isZero();
        assertThat(value("gradwatch_detection_alert_delay_seconds_count")).isEqualTo(1);
        assertThat(value("gradwatch_detection_alert_delay_seconds_sum")).isBetween(0.0, 600.0);
    }

    @Test
    void howTheJobIs_isSaidByFlink() throws Exception {
        double begin = Instant.now().getEpochSecond() - 60;
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(value("gradwatch_detection_checkpoints_total{outcome=\"completed\"}"))
                    .isPositive();
            assertThat(value("gradwatch_detection_last_checkpoint_size_bytes")).isPositive();
            assertThat(value("gradwatch_detection_last_checkpoint_timestamp_seconds"))
                    .isGreaterThan(begin);
            assertThat(value("gradwatch_detection_watermark_timestamp_seconds")).isGreaterThan(begin);
            assertThat(value("gradwatch_detection_consumer_lag_records")).isBetween(0.0, 10.0);
            assertThat(value("gradwatch_detection_last_checkpoint_duration_seconds"))
                    .isBetween(0.0, 600.0);
            assertThat(value("gradwatch_detection_running_seconds")).isPositive();
            assertThat(value("gradwatch_detection_busy_ratio")).isBetween(0.0, 1.0);
        });
        assertThat(value("gradwatch_detection_restarts_total")).isZero();
    }

    @Test
    void noLabel_isWhatAJobSent() {
        await().atMost(PATIENCE).untilAsserted(DetectionMetricsIT::assertLabelsAreKnown);
    }

    private static void assertLabelsAreKnown() throws Exception {
        Set<String> labels = new TreeSet<>();
        for (String series : scrape().keySet()) {
            assertThat(series).doesNotContain(RUN).doesNotContain("secret-project");
            labelsOf(series).forEach(labels::add);
        }

        assertThat(labels).isEqualTo(new TreeSet<>(LABELS));
    }

    @Test
    void metrics_areThoseThatAreDocumented() throws Exception {
        Set<String> documented = new TreeSet<>();
        Files.readAllLines(DOCUMENTATION).stream()
                .filter(line -> line.startsWith("| `" + OF_DETECTION))
                .map(line -> line.substring(3, line.indexOf('`', 3)).replaceAll("\\{.*", ""))
                .forEach(documented::add);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(names().stream()
                                .filter(name -> name.startsWith(OF_DETECTION))
                                .map(name -> name.replaceAll("_(sum|count)$", ""))
                                .distinct())
                        .containsExactlyElementsOf(documented));
    }

    @Test
    void dashboard_asksForMetricsAndLabelsThatAreThere() throws Exception {
        List<String> queries = new ObjectMapper()
                .readTree(DASHBOARD.toFile()).findValuesAsText("expr").stream()
                        .filter(query -> query.contains(OF_DETECTION))
                        .toList();
        assertThat(queries).hasSizeGreaterThan(5);

        await().atMost(PATIENCE).untilAsserted(() -> {
            for (String query : queries) {
                List<String> metrics =
                        METRIC.matcher(query).results().map(MatchResult::group).toList();
                assertThat(metrics).as(query).isNotEmpty().isSubsetOf(names());
                Set<String> labels = new TreeSet<>(Set.of("instance"));
                for (String series : scrape().keySet()) {
                    if (metrics.contains(nameOf(series))) {
                        labels.addAll(labelsOf(series));
                    }
                }
                BY.matcher(query)
                        .results()
                        .forEach(by ->
                                assertThat(by.group(1).split(", ")).as(query).isSubsetOf(labels));
            }
        });
    }

    @Test
    void withoutTheToken_nobodyIsAnswered() throws Exception {
        assertThat(get("Bearer " + TOKEN + "0").statusCode()).isEqualTo(401);
    }

    @Test
    void portThatIsTaken_isAProblem_butNotOfTheJob() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedDetection other =
                        EmbeddedDetection.failingFast(settings(taken.getLocalPort()), folder.resolve("other"))) {
            other.start();
            other.awaitRunning(PATIENCE);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(other.check())
                            .hasValueSatisfying(problem -> assertThat(problem)
                                    .contains("metrics cannot listen at 127.0.0.1:" + taken.getLocalPort())));
        }
    }

    private static DetectionSettings settings(int port) throws ConfigurationException {
        String yaml = "detection: {metrics: {port: %d, token: %s}}".formatted(port, TOKEN);
        return Configuration.parse(yaml, "test", Map.of())
                .read(root -> DetectionSettings.from(root, KAFKA.bootstrapServers()));
    }

    private static void send(byte[] value) throws Exception {
        KAFKA.send(Topics.TELEMETRY.name(), RUN, value);
    }

    /** -1 where it is not there. */
    private static double value(String series) throws Exception {
        return scrape().getOrDefault(series, -1.0);
    }

    private static Set<String> names() throws Exception {
        Set<String> names = new TreeSet<>();
        scrape().keySet().forEach(series -> names.add(nameOf(series)));
        return names;
    }

    private static String nameOf(String series) {
        return series.replaceAll("\\{.*", "");
    }

    private static List<String> labelsOf(String series) {
        return Pattern.compile("([a-z_]+)=\"")
                .matcher(series)
                .results()
                .map(label -> label.group(1))
                .toList();
    }

    private static Map<String, Double> scrape() throws Exception {
        HttpResponse<String> answer = get("Bearer " + TOKEN);
        assertThat(answer.statusCode()).isEqualTo(200);
        Map<String, Double> samples = new TreeMap<>();
        answer.body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int value = line.lastIndexOf(' ');
            samples.put(line.substring(0, value), Double.valueOf(line.substring(value + 1)));
        });
        return samples;
    }

    private static HttpResponse<String> get(String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .header("Authorization", authorization)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
