package io.gradwatch.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.Tone;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.Golden;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backlog of logs comes as one digest, to receivers of information. */
class BacklogDigestTest {

    @TempDir
    private Path folder;

    @AutoClose
    private SimulatedAlerting alerting;

    @BeforeEach
    void open() {
        alerting = new SimulatedAlerting(folder);
    }

    @Test
    void hundredAndSeventyOldLogs_areOneDigest_andNothingToThoseWhoTakeNoInformation() throws Exception {
        for (int run = 0; run < 170; run++) {
            Alert alert = run % 3 == 0 ? Alerts.nan("run-" + run) : Alerts.oscillating("run-" + run);
            Duration at = Duration.ofMillis(300L * run);
            alerting.at(at, old(alert), old(Alerts.resolved(alert, resolution(run))));
        }
        alerting.until(Duration.ofHours(5));

        assertThat(alerting.team()).isEmpty();
        assertThat(alerting.archive()).hasSize(1);
        Message message = Message.of(Alerts.linked(alerting.archive().get(0)));
        assertThat(message.tone()).isEqualTo(Tone.INFO);
        assertThat(message.entries()).isEmpty();
        Golden.assertSame(
                "digest.txt",
                message.title() + "\n" + message.subject().sentence() + "\n"
                        + message.lines().stream().map(BacklogDigestTest::text).collect(Collectors.joining())
                        + message.note() + "\n");
    }

    @Test
    void digestThatNeverSettles_isToldInTheEnd() throws Exception {
        for (int run = 0; run < 120; run++) {
            alerting.at(Duration.ofSeconds(5L * run), old(Alerts.nan("run-" + run)));
        }
        alerting.until(Duration.ofHours(5));

        assertThat(alerting.archive()).hasSize(2);
        assertThat(alerting.archive().get(0).createdAt().plus(Duration.ofMinutes(5)))
                .isBefore(alerting.archive().get(1).createdAt().plusSeconds(20));
    }

    @Test
    void alertThatGoesOnBeforeOurEyes_isToldLikeAnyOther() throws Exception {
        Alert nan = Alerts.nan("a");
        alerting.at(Duration.ZERO, old(nan)).until(Duration.ofMinutes(1));
        assertThat(alerting.team()).isEmpty();
        Alert live = Alert.newBuilder(nan).setRevision(1).build();
        alerting.at(Duration.ofMinutes(1), live)
                .at(Duration.ofMinutes(3), Alerts.resolved(live))
                .until(Duration.ofHours(1));

        assertThat(alerting.team())
                .extracting(sent -> Message.of(sent).title())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("CRITICAL: Loss is NaN in run resnet-a"),
                        second -> assertThat(second).startsWith("Recovered: Loss is NaN in run resnet-a"));
    }

    @Test
    void runThatEndsWithItBeforeOurEyes_isTold_recoveryIsNot() throws Exception {
        Alert ends = Alerts.nan("ends");
        Alert recovers = Alerts.nan("recovers");
        alerting.at(Duration.ZERO, old(ends), old(recovers)).until(Duration.ofMinutes(1));
        alerting.at(Duration.ofMinutes(1), Alerts.resolved(ends, Resolution.RUN_ENDED), Alerts.resolved(recovers))
                .until(Duration.ofHours(1));

        assertThat(alerting.team())
                .extracting(sent -> Message.of(sent).title())
                .containsExactly("CRITICAL: Loss is NaN in run resnet-ends on node-7 to its end");
        assertThat(alerting.archive()).hasSize(2);
    }

    @Test
    void restartBeforeTheDigest_tellsItOnce() throws Exception {
        alerting.at(Duration.ZERO, old(Alerts.nan("a"))).until(Duration.ofSeconds(3));
        alerting.restart();
        alerting.at(Duration.ofSeconds(4), old(Alerts.nan("a")), old(Alerts.nan("b")))
                .until(Duration.ofHours(5));
        alerting.restart();
        alerting.until(Duration.ofHours(10));

        assertThat(alerting.archive()).hasSize(1);
        assertThat(Message.of(alerting.archive().get(0)).title())
                .isEqualTo("Backlog: 2 alerts in logs of 2 runs of vision on node-7");
    }

    @Test
    void liveAlertThatABacklogRecordTouches_staysLive() throws Exception {
        Alert warning = Alerts.firing("a", "diverging", Severity.WARNING).build();
        alerting.at(Duration.ZERO, warning)
                .at(Duration.ofMinutes(2), old(Alerts.resolved(warning)))
                .until(Duration.ofHours(1));

        assertThat(alerting.team()).hasSize(2);
    }

    private static Resolution resolution(int run) {
        return run % 2 == 0 ? Resolution.CLEARED : Resolution.RUN_ENDED;
    }

    private static Alert old(Alert alert) {
        return Alert.newBuilder(alert).setBacklog(true).build();
    }

    private static String text(Message.Line line) {
        return "- " + line.plain() + (line.link().isEmpty() ? "" : " " + line.link()) + "\n";
    }
}
