package io.gradwatch.standalone.silence;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.alerting.AlertingService;
import io.gradwatch.alerting.AlertingSettings;
import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.GroupTiming;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.inhibit.InhibitionRules;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.route.AlertRoute;
import io.gradwatch.alerting.route.RoutingTable;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.alerting.testing.RecordingNotifier;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.metrics.MetricsSettings;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import io.gradwatch.standalone.CommandRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From the command line through a real broker to alerting, whose clock stands still until a test moves it. */
class SilenceIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(2);

    @TempDir
    private Path folder;

    /** Past the commands that a test gives, which go by the clock of the machine. */
    private final ManualClock clock = new ManualClock(Instant.now().plus(Duration.ofMinutes(5)));

    private final RecordingNotifier team = new RecordingNotifier(Duration.ZERO);

    @Test
    void silencedAlert_isToldWhenItsTimeIsOver_andNotByARestart() throws Exception {
        publish(of("digits", Alerts.oscillating("held")), of("digits", Alerts.nan("other")));
        CommandRun add = gradwatch(
                "silence", "add", "--project", "dig*", "--class", "oscillating", "--for", "2h", "--comment", "tuning");
        assertThat(add.code()).isZero();
        assertThat(add.out()).contains("project=dig* class=oscillating", "held-0-oscillating-1200", "warning");

        try (AlertingService service = started()) {
            untilTold("other");
            await().atMost(PATIENCE).until(() -> service.metrics().count(Count.SILENCED) == 1);
            assertThat(told("held")).isEmpty();
        }
        try (AlertingService service = started()) {
            publish(Alerts.nan("after-the-restart"));
            untilTold("after-the-restart");
            assertThat(told("held")).isEmpty();

            clock.add(Duration.ofHours(3));
            publish(Alerts.nan("after-the-silence"));
            untilTold("held");
            assertThat(told("held")).extracting(AlertChange::kind).containsExactly(AlertChange.Kind.FIRED);
            await().atMost(PATIENCE).until(() -> service.check().isEmpty());
        }
    }

    @Test
    void whatFiredAndEndedInSilence_isNeverTold_andExpiryTellsTheRest() throws Exception {
        String id = json(gradwatch("silence", "add", "--json", "--project", "gone", "--for", "2h"))
                .path("id")
                .asText();
        Alert over = of("gone", Alerts.nan("over"));
        publish(over, Alerts.resolved(over), of("gone", Alerts.nan("fires-on")));
        try (AlertingService service = started()) {
            await().atMost(PATIENCE).until(() -> service.metrics().count(Count.SILENCED) >= 2);
            assertThat(gradwatch("silence", "expire", id).out()).contains(id, "expired");
            clock.add(Duration.ofMinutes(1));

            untilTold("fires-on");
            publish(of("gone", Alerts.nan("later")));
            untilTold("later");
            assertThat(told("over")).isEmpty();
        }
        assertThat(gradwatch("silence", "query").out()).doesNotContain(id);
        assertThat(gradwatch("silence", "query", "--expired", "--json").out()).contains(id, "\"expired\"");
    }

    @Test
    void acknowledgedAlert_isNotRepeated_butToldWhenItGetsWorse() throws Exception {
        Alert warning = Alerts.oscillating("worse");
        publish(Alerts.nan("looked-after"), Alerts.nan("left-alone"), warning);
        try (AlertingService service = started()) {
            untilTold("looked-after");
            untilTold("left-alone");
            untilTold("worse");
            assertThat(service.metrics().count(Count.SILENCED)).isZero();
        }
        assertThat(gradwatch("ack", Alerts.nan("looked-after").getId(), "--by", "ada", "--comment", "on it")
                        .out())
                .contains("ada", "on it", "critical");
        assertThat(gradwatch("acknowledge", warning.getId()).code()).isZero();
        try (AlertingService service = started()) {
            clock.add(Duration.ofHours(5));
            publish(Alerts.critical(warning));

            await().atMost(PATIENCE).until(() -> told("left-alone").size() == 2);
            await().atMost(PATIENCE).until(() -> told("worse").size() == 2);
            assertThat(told("worse").get(1).kind()).isEqualTo(AlertChange.Kind.ESCALATED);
            assertThat(told("looked-after")).hasSize(1);
            await().atMost(PATIENCE).until(() -> service.check().isEmpty());
        }
        assertThat(gradwatch("ack", Alerts.nan("looked-after").getId(), "--undo")
                        .code())
                .isZero();
        assertThat(gradwatch("ack", "--json").out()).contains(warning.getId()).doesNotContain("looked-after");
    }

    @Test
    void messageThatWaitsForItsChannel_isTakenBackBySilence() throws Exception {
        team.answering(Delivery.retry(FailureReason.SERVER_ERROR, "HTTP 503"));
        publish(of("waiting", Alerts.nan("queued")));
        try (AlertingService service = started()) {
            await().atMost(PATIENCE).until(() -> team.attempts().size() == 1);
            await().atMost(PATIENCE).until(() -> service.metrics().count(Count.RETRIES, "serverError") > 0);
        }
        assertThat(gradwatch("silence", "add", "--project", "waiting", "--for", "2h")
                        .code())
                .isZero();
        clock.add(Duration.ofMinutes(10));
        try (AlertingService service = started()) {
            publish(Alerts.nan("free"));
            untilTold("free");
            assertThat(told("queued")).isEmpty();
            // It counts as pending until the outbox has noted what the receiver has.
            await().atMost(PATIENCE).until(() -> !service.notifications().containsKey("PENDING"));

            clock.add(Duration.ofHours(2));
            publish(Alerts.nan("freed"));
            untilTold("queued");
            assertThat(told("queued")).extracting(AlertChange::kind).containsExactly(AlertChange.Kind.FIRED);
        }
    }

    @Test
    void hostilePatternsAndRecords_silenceNothingAndStopNothing() throws Exception {
        assertThat(gradwatch("silence", "add", "--run", "/(a+)+b/", "--comment", "\u001B[2J")
                        .code())
                .isZero();
        assertThat(gradwatch("silence", "query").out()).contains("/(a+)+b/").doesNotContain("\u001B");
        KAFKA.send(Topics.SILENCES.name(), "x", TestKafka.bytes("no silence"));
        KAFKA.send(Topics.ACKNOWLEDGEMENTS.name(), "x", TestKafka.bytes("nothing"));
        KAFKA.send(Topics.ANNOTATIONS.name(), "x", TestKafka.bytes("no annotation"));
        publish(Alert.newBuilder(Alerts.nan("slow")).setRunName("a".repeat(500)).build());

        try (AlertingService service = started()) {
            untilTold("slow");
            await().atMost(PATIENCE).until(() -> service.metrics().count(Count.UNREADABLE_MUTES) == 3);
            await().atMost(PATIENCE).until(() -> service.check().isEmpty());
        }
        CommandRun query = gradwatch("silence", "query", "--json");
        assertThat(query.code()).isZero();
        assertThat(query.err()).contains("training.silences.v1-", "says nothing", "C301");
    }

    @Test
    void unknownIds_exitWith1() {
        assertThat(gradwatch("silence", "expire", "none").code()).isEqualTo(1);
        assertThat(gradwatch("ack", "none").err()).contains("no alert has the id 'none'");
        assertThat(gradwatch("ack", "none", "--undo").code()).isEqualTo(1);
    }

    private AlertingService started() {
        Receiver receiver = new Receiver("team", team);
        AlertingSettings settings = new AlertingSettings(
                new GroupTiming(Duration.ZERO, Duration.ZERO, Duration.ofHours(4), Duration.ZERO),
                IncidentRules.GROUP_BY,
                InhibitionRules.NONE,
                Duration.ofDays(30),
                List.of(receiver),
                new RoutingTable(List.of(AlertRoute.atLeast(Severity.WARNING, List.of("team"), false))),
                false,
                MetricsSettings.none(),
                Optional.empty(),
                ZoneOffset.UTC,
                Optional.empty(),
                List.of());
        AlertingService service =
                new AlertingService(settings, KAFKA.bootstrapServers(), folder.resolve("data"), clock);
        service.start();
        return service;
    }

    private void untilTold(String run) {
        await().atMost(PATIENCE).until(() -> !told(run).isEmpty());
    }

    private List<AlertChange> told(String run) {
        return team.delivered().stream()
                .flatMap(sent -> sent.group().changes().stream())
                .filter(change -> change.alert().getRunId().equals(run))
                .toList();
    }

    private static Alert of(String project, Alert alert) {
        return Alert.newBuilder(alert).setProject(project).build();
    }

    private static void publish(Alert... alerts) {
        for (Alert alert : alerts) {
            KAFKA.send(Topics.ALERTS, alert.getRunId(), alert);
        }
    }

    private static CommandRun gradwatch(String... arguments) {
        return CommandRun.of(Stream.concat(Stream.of(arguments), Stream.of("--kafka=" + KAFKA.bootstrapServers()))
                .toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) throws Exception {
        return new ObjectMapper().readTree(run.out());
    }
}
