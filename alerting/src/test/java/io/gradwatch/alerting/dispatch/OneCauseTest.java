package io.gradwatch.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.message.MessageEntry;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One message for one cause, however many runs it hits. */
class OneCauseTest {

    @TempDir
    private Path folder;

    @AutoClose
    private SimulatedAlerting alerting;

    @BeforeEach
    void open() {
        alerting = new SimulatedAlerting(folder);
    }

    @Test
    void thirtyRunsThatFailAlikeInAMinute_areTwoMessages() throws Exception {
        for (int run = 0; run < 30; run++) {
            Alert nan = Alerts.nan("run-" + run);
            alerting.at(Duration.ofSeconds(2L * run), nan);
            alerting.at(Duration.ofSeconds(2L * run + 1), Alerts.resolved(nan, Resolution.RUN_ENDED));
        }
        alerting.until(Duration.ofHours(1));

        assertThat(alerting.titles("team"))
                .containsExactly(
                        "CRITICAL: Loss is NaN in run resnet-run-0 on node-7 since step 1,200, 1 s ago",
                        "Unrecovered: Loss is NaN in 30 runs of vision on node-7, 29 of them new; runs ended with it");
        assertThat(runs(alerting.team())).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void noticeOfAJobThatEndsAtOnce_isToldAsWhatItIs_andItsEndIsNot() throws Exception {
        Alert early = Alerts.firing("a", "notice", Severity.WARNING).build();
        Alert late = Alerts.firing("b", "notice", Severity.WARNING)
                .setProject("text")
                .build();
        alerting.at(Duration.ZERO, early, Alerts.resolved(early, Resolution.RUN_ENDED), late);
        alerting.at(Duration.ofMinutes(5), Alerts.resolved(late, Resolution.RUN_ENDED));
        alerting.until(Duration.ofHours(1));

        assertThat(alerting.titles("team"))
                .hasSize(2)
                .allSatisfy(title -> assertThat(title).startsWith("WARNING: The job gave notice in run resnet-"))
                .noneSatisfy(title -> assertThat(title).containsIgnoringCase("ended"));
    }

    @Test
    void firstAlertOfACause_isToldAfterTheWaitAlone() throws Exception {
        alerting.at(Duration.ZERO, Alerts.nan("a")).until(Duration.ofMillis(500));

        assertThat(alerting.team()).hasSize(1);
    }

    @Test
    void runsThatFailWithinTheWait_areOneMessage() throws Exception {
        alerting.at(Duration.ZERO, Alerts.nans(30)).until(Duration.ofHours(1));

        assertThat(alerting.titles("team")).containsExactly("CRITICAL: Loss is NaN in 30 runs of vision on node-7");
        assertThat(Message.of(alerting.team().get(0)).entries()).hasSize(1);
        assertThat(Message.of(alerting.team().get(0)).lines()).hasSize(29);
    }

    @Test
    void deadHostWithForty_runsAndRanks_isAtMostTwoMessages() throws Exception {
        for (int run = 0; run < 20; run++) {
            // Each had an alert of its own long before.
            alerting.at(Duration.ofMinutes(15L * run), Alerts.oscillating("run-" + run));
        }
        alerting.until(Duration.ofHours(10));
        int before = alerting.team().size();
        for (int run = 0; run < 20; run++) {
            alerting.at(Duration.ofHours(10).plusSeconds(run), silent("run-" + run, null), silent("run-" + run, 1));
        }
        alerting.until(Duration.ofHours(11));

        assertThat(alerting.titles("team").subList(before, alerting.team().size()))
                .containsExactly(
                        "CRITICAL: No sign of life and 1 more in run resnet-run-0 on node-7 since step 1,200, 10 h ago",
                        "CRITICAL: No sign of life in 20 runs of vision on node-7, 19 of them new");
    }

    @Test
    void otherClassesProjectsAndHosts_areOtherMessages() throws Exception {
        Alert nan = Alerts.nan("a");
        alerting.at(
                        Duration.ZERO,
                        nan,
                        silent("b", null),
                        Alert.newBuilder(Alerts.nan("c")).setProject("speech").build(),
                        Alert.newBuilder(Alerts.nan("d")).setHost("node-8").build())
                .until(Duration.ofHours(1));

        assertThat(alerting.team()).hasSize(4);
    }

    @Test
    void storyOfABlowUp_isOneCause() throws Exception {
        alerting.at(
                        Duration.ZERO,
                        Alerts.firing("a", "exploding", Severity.CRITICAL).build())
                .at(
                        Duration.ofSeconds(5),
                        Alerts.firing("b", "diverging", Severity.CRITICAL).build())
                .at(Duration.ofSeconds(6), Alerts.nan("c"))
                .until(Duration.ofHours(1));

        assertThat(alerting.team()).hasSize(2);
        assertThat(Message.of(alerting.team().get(1)).entries()).hasSize(2);
    }

    @Test
    void sameCauseLongAfter_isAnotherMessageAtOnce() throws Exception {
        alerting.at(Duration.ZERO, Alerts.nan("a"))
                .at(Duration.ofMinutes(11), Alerts.nan("b"))
                .until(Duration.ofMinutes(12));

        assertThat(alerting.titles("team").get(1)).contains("in run resnet-b");
        assertThat(alerting.team().get(1).createdAt())
                .isEqualTo(alerting.team().get(0).createdAt().plus(Duration.ofMinutes(11)));
    }

    @Test
    void runsThatFailForAnHour_areToldAtGrowingIntervals() throws Exception {
        for (int run = 0; run < 360; run++) {
            alerting.at(Duration.ofSeconds(10L * run), Alerts.nan("run-" + run));
        }
        alerting.until(Duration.ofHours(3));

        assertThat(alerting.team()).hasSizeLessThanOrEqualTo(8);
        assertThat(runs(alerting.team())).hasSize(360).doesNotHaveDuplicates();
    }

    @Test
    void runsThatTurnCritical_doNotWaitForTheInterval() throws Exception {
        Alert warning = Alerts.firing("a", "diverging", Severity.WARNING).build();
        alerting.at(
                        Duration.ZERO,
                        warning,
                        Alerts.firing("b", "diverging", Severity.WARNING).build())
                .at(Duration.ofSeconds(5), Alerts.critical(warning))
                .until(Duration.ofMillis(5_500));

        assertThat(alerting.team()).hasSize(2);
    }

    @Test
    void anotherFaultOfARunOfMany_waitsForTheIntervalOfItsOwn() throws Exception {
        alerting.at(Duration.ZERO, Alerts.nans(30)).at(Duration.ofSeconds(40), Alerts.nan("late"));
        alerting.at(Duration.ofSeconds(41), silent("run-3", null)).until(Duration.ofSeconds(43));

        assertThat(alerting.titles("team").get(1))
                .isEqualTo("CRITICAL: Loss is NaN and 1 more in 31 runs of vision on node-7, 1 of them new");
        assertThat(Message.of(alerting.team().get(1)).entries())
                .extracting(MessageEntry::fault)
                .containsExactly("Loss is NaN", "No sign of life");
    }

    @Test
    void oneOfManyThatRecovers_isCountedAlone() throws Exception {
        alerting.at(Duration.ZERO, Alerts.nans(30))
                .at(Duration.ofSeconds(100), Alerts.resolved(Alerts.nan("run-3")))
                .until(Duration.ofHours(1));

        assertThat(alerting.titles("team").get(1)).isEqualTo("Recovered: Loss is NaN in run resnet-run-3 on node-7");
    }

    @Test
    void overBeforeAnybodyWasTold_isOneLineAboutThePast() throws Exception {
        alerting.at(Duration.ZERO, Alerts.nan("a"), Alerts.resolved(Alerts.nan("a")))
                .until(Duration.ofHours(1));

        Message message = Message.of(alerting.team().get(0));
        assertThat(alerting.team()).hasSize(1);
        assertThat(message.title())
                .isEqualTo("Past: Loss is NaN in run resnet-a on node-7, was seen for 1 min and has recovered");
        assertThat(message.entries()).isEmpty();
        assertThat(message.lines())
                .singleElement()
                .satisfies(line ->
                        assertThat(line.plain()).isEqualTo("Loss is NaN: was seen for 1 min and has recovered"));
    }

    @Test
    void restartInBetween_tellsNobodyTwiceAndForgetsNoCount() throws Exception {
        alerting.at(Duration.ZERO, Alerts.nan("run-0")).until(Duration.ofSeconds(1));
        alerting.at(Duration.ofSeconds(2), Alerts.nan("run-1"));
        alerting.restart();
        alerting.at(Duration.ofSeconds(3), Alerts.nan("run-0"), Alerts.nan("run-2"))
                .until(Duration.ofHours(1));

        assertThat(alerting.titles("team").get(1)).contains("in 3 runs of vision on node-7, 2 of them new");
        assertThat(runs(alerting.team())).containsExactly("run-0", "run-1", "run-2");
    }

    private static Alert silent(String run, Integer rank) {
        return Alerts.firing(run, "silent", Severity.CRITICAL)
                .setId(run + "-silent-" + rank)
                .setRank(rank)
                .build();
    }

    /** Runs in the order in which they were first told. */
    private static List<String> runs(List<Notification> notifications) {
        return notifications.stream()
                .flatMap(sent -> sent.group().changes().stream())
                .filter(change -> change.before() == null)
                .map(change -> change.alert().getRunId())
                .toList();
    }
}
