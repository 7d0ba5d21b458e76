package io.gradwatch.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cause that many runs share is told once, and what follows from a fault is not told beside it. */
class SharedCauseTest {

    @TempDir
    private Path folder;

    @AutoClose
    private SimulatedAlerting alerting;

    @BeforeEach
    void open() {
        alerting = new SimulatedAlerting(folder);
    }

    @Test
    void storageThatFailsUnderFiveHundredRuns_isAFewMessages_andNoneIsLost() throws Exception {
        for (int run = 0; run < 500; run++) {
            alerting.at(Duration.ofMillis(120L * run), of(run, "slow", Severity.WARNING, 20, 63));
        }
        alerting.until(Duration.ofHours(1));

        assertThat(alerting.team()).hasSizeLessThanOrEqualTo(8);
        assertThat(runs(alerting.team())).hasSize(500).doesNotHaveDuplicates();
        assertThat(alerting.titles("team")).last().asString().contains("of them new");
    }

    @Test
    void storageThatFailsAtOnce_isOneMessage() throws Exception {
        Alert[] slow = IntStream.range(0, 500)
                .mapToObj(run -> of(run, "slow", Severity.WARNING, 20, 63))
                .toArray(Alert[]::new);
        alerting.at(Duration.ZERO, slow).until(Duration.ofHours(1));

        assertThat(alerting.titles("team"))
                .containsExactly("WARNING: Training is slow in 500 runs of 20 projects on 63 hosts");
        assertThat(Message.of(alerting.team().get(0)).note()).startsWith("Probably storage, network");
        assertThat(runs(alerting.team())).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void runsOfFewHosts_keepTheirMessages() throws Exception {
        alerting.at(Duration.ZERO, of(0, "slow", Severity.WARNING, 9, 2), of(1, "slow", Severity.WARNING, 9, 2));
        alerting.until(Duration.ofMinutes(5));

        assertThat(alerting.team()).hasSize(2);
    }

    @Test
    void hostThatDies_withRunsOfManyProjects_isOneMessage_andTheirSlownessIsNotTold() throws Exception {
        Alert[] silent = IntStream.range(0, 40)
                .mapToObj(run -> of(run, "silent", Severity.CRITICAL, 8, 1))
                .toArray(Alert[]::new);
        alerting.at(Duration.ZERO, silent);
        alerting.at(
                Duration.ofSeconds(20), of(3, "slow", Severity.WARNING, 8, 1), of(90, "slow", Severity.WARNING, 8, 1));
        alerting.until(Duration.ofHours(1));

        assertThat(alerting.titles("team"))
                .containsExactly("CRITICAL: No sign of life in 40 runs of 8 projects on node-0");
        assertThat(Message.of(alerting.team().get(0)).note())
                .isEqualTo("Probably the host: runs of 8 projects on node-0 have it in common.");
        assertThat(runs(alerting.team())).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void runsThatAreSilentOneByOne_afterAnOutage_areToldAtOnceAgain() throws Exception {
        Alert[] outage = IntStream.range(0, 8)
                .mapToObj(run -> of(run, "silent", Severity.CRITICAL, 8, 8))
                .toArray(Alert[]::new);
        alerting.at(Duration.ZERO, outage).until(Duration.ofMinutes(12));
        int before = alerting.team().size();
        for (int run = 100; run < 110; run++) {
            Duration at = Duration.ofMinutes(12 + 8L * (run - 100));
            alerting.at(at, of(run, "silent", Severity.CRITICAL, 1_000, 1_000)).until(at.plusSeconds(1));
        }

        assertThat(alerting.team()).hasSize(before + 10);
    }

    @Test
    void alertThatAnotherExplains_isToldOnceTheOtherIsGone_whereItStillFires() throws Exception {
        Alert nan = Alerts.nan("a");
        alerting.at(Duration.ZERO, nan).until(Duration.ofMinutes(1));
        alerting.at(
                Duration.ofMinutes(2),
                Alerts.firing("a", "oscillating", Severity.WARNING).build());
        alerting.until(Duration.ofMinutes(10));
        assertThat(alerting.team()).hasSize(1);

        alerting.at(Duration.ofMinutes(10), Alerts.resolved(nan)).until(Duration.ofMinutes(20));

        assertThat(alerting.titles("team")).hasSize(2);
        assertThat(alerting.titles("team")).last().asString().contains("Error oscillates");
    }

    @Test
    void alertThatAnotherExplains_isNotToldWhereTheRunEndsWithBoth() throws Exception {
        Alert nan = Alerts.nan("a");
        Alert oscillating = Alerts.firing("a", "oscillating", Severity.WARNING).build();
        alerting.at(Duration.ZERO, nan).until(Duration.ofMinutes(1));
        alerting.at(Duration.ofMinutes(2), oscillating);
        alerting.at(
                Duration.ofMinutes(10),
                Alerts.resolved(nan, Resolution.RUN_ENDED),
                Alerts.resolved(oscillating, Resolution.RUN_ENDED));
        alerting.until(Duration.ofHours(10));

        assertThat(alerting.titles("team"))
                .hasSize(2)
                .noneSatisfy(title -> assertThat(title).containsIgnoringCase("oscillates"));
    }

    @Test
    void alertIsNotHeldBackByOneThatIsLessGrave_ofWhichNobodyMightHear() throws Exception {
        Alert slight = Alerts.firing("a", "diverging", Severity.INFO).build();
        Alert overfitting = Alerts.firing("a", "overfitting", Severity.WARNING).build();
        alerting.at(Duration.ZERO, slight).at(Duration.ofMinutes(1), overfitting);
        alerting.until(Duration.ofMinutes(10));
        assertThat(alerting.titles("team")).singleElement().asString().contains("Validation loss gets worse");

        alerting.at(Duration.ofMinutes(10), Alerts.critical(slight));
        alerting.at(
                Duration.ofMinutes(11),
                Alerts.firing("a", "plateau", Severity.WARNING).build());
        alerting.until(Duration.ofMinutes(20));
        assertThat(alerting.team())
                .flatExtracting(sent -> sent.group().changes())
                .extracting(change -> change.alert().getAlertClass())
                .contains("diverging")
                .doesNotContain("plateau");
    }

    @Test
    void alertThatWasToldBeforeItsReason_isToldToItsEnd() throws Exception {
        Alert oscillating = Alerts.firing("a", "oscillating", Severity.WARNING).build();
        alerting.at(Duration.ZERO, oscillating).until(Duration.ofMinutes(1));
        alerting.at(Duration.ofMinutes(2), Alerts.nan("a")).until(Duration.ofMinutes(5));
        alerting.at(Duration.ofMinutes(6), Alerts.resolved(oscillating)).until(Duration.ofHours(1));

        assertThat(alerting.titles("team")).last().asString().contains("Recovered: Error oscillates");
    }

    @Test
    void inhibition_holdsAfterARestart() throws Exception {
        alerting.at(Duration.ZERO, Alerts.nan("a")).until(Duration.ofMinutes(1));
        alerting.at(
                Duration.ofMinutes(2),
                Alerts.firing("a", "oscillating", Severity.WARNING).build());
        alerting.restart();
        alerting.until(Duration.ofMinutes(30));

        assertThat(alerting.team()).hasSize(1);
    }

    /** An alert of one of {@code projects} and {@code hosts}, which the runs share in turn. */
    private static Alert of(int run, String alertClass, Severity severity, int projects, int hosts) {
        return Alerts.firing("run-" + run, alertClass, severity)
                .setProject("project-" + run % projects)
                .setHost("node-" + run % hosts)
                .build();
    }

    private static List<String> runs(List<Notification> sent) {
        return sent.stream()
                .flatMap(one -> one.group().changes().stream())
                .map(change -> change.alert().getRunId())
                .toList();
    }
}
