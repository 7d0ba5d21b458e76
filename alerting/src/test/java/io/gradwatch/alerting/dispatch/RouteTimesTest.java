package io.gradwatch.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.silence.Silences;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A change that a route does not tell at once waits for the end of the time interval. It begins at 3 at night, on a
 * Monday.
 */
class RouteTimesTest {

    private static final Duration MORNING = Duration.ofMinutes(330);
    private static final String MUTED = """
            time-intervals: [{name: nights, times: ["20:00-08:30"]}]
            routes: [{receivers: [team], mute-time-intervals: [nights]}]
            """;
    private static final String QUIET = """
            time-intervals: [{name: nights, times: ["20:00-08:30"]}]
            routes: [{receivers: [team], quiet-hours: {time-intervals: [nights]}, repeat-interval: 0s}]
            """;

    @TempDir
    private Path folder;

    @AutoClose
    private SimulatedAlerting alerting;

    @Test
    void mutedAlert_isToldWhenTheIntervalEnds_alsoAfterARestart() throws Exception {
        open(MUTED);
        alerting.at(Duration.ZERO, Alerts.nan("a")).until(Duration.ofHours(1));
        assertThat(alerting.notifications()).containsEntry("HELD", 1);
        alerting.restart();
        alerting.until(MORNING.minusMillis(1));
        assertThat(alerting.team()).isEmpty();

        alerting.until(Duration.ofHours(7));

        assertThat(alerting.titles("team"))
                .satisfiesExactly(title -> assertThat(title).startsWith("CRITICAL: Loss is NaN in run"));
        assertThat(alerting.metrics().count(Count.HELD)).isPositive();
    }

    @Test
    void whatRecoveredWhileItWasMuted_isNotTold_whatRunsEndedWithIs() throws Exception {
        open(MUTED);
        Alert recovers = Alerts.nan("recovers");
        Alert ends = Alerts.oscillating("ends");
        alerting.at(Duration.ZERO, recovers, ends)
                .at(Duration.ofHours(1), Alerts.resolved(recovers), Alerts.resolved(ends, Resolution.RUN_ENDED))
                .until(Duration.ofHours(9));

        assertThat(alerting.team())
                .singleElement()
                .satisfies(sent -> assertThat(sent.group().changes())
                        .extracting(change -> change.alert().getRunId(), AlertChange::kind)
                        .containsExactly(org.assertj.core.groups.Tuple.tuple(
                                ends.getRunId(), AlertChange.Kind.FIRED_AND_ENDED)));
    }

    @Test
    void outsideOfActiveIntervals_isMuted() throws Exception {
        open("""
                time-intervals: [{name: office, times: ["09:00-17:00"]}]
                routes: [{receivers: [team], active-time-intervals: [office]}]
                """);
        alerting.at(Duration.ZERO, Alerts.nan("a")).until(Duration.ofHours(6).minusMillis(1));
        assertThat(alerting.team()).isEmpty();
        alerting.until(Duration.ofHours(7));
        assertThat(alerting.team()).hasSize(1);
    }

    @Test
    void quietHours_tellWhatIsCriticalAtOnce_andTheRestAsOneDigest() throws Exception {
        open(QUIET);
        Alert recovers = Alerts.oscillating("b");
        alerting.at(Duration.ZERO, Alerts.nan("a"), recovers)
                .at(Duration.ofHours(1), Alerts.oscillating("c"), Alerts.resolved(recovers))
                .until(Duration.ofHours(2));
        assertThat(alerting.titles("team"))
                .satisfiesExactly(title -> assertThat(title).startsWith("CRITICAL: Loss is NaN"));
        alerting.restart();

        alerting.until(MORNING.plusMinutes(1));

        assertThat(alerting.team()).hasSize(2);
        Message digest = Message.of(alerting.team().get(1));
        assertThat(digest.title()).startsWith("Quiet hours: 2 alerts in 2 runs of vision on node-7, 1 still fires");
        assertThat(digest.lines())
                .extracting(Message.Line::plain)
                .anySatisfy(line -> assertThat(line).contains("resnet-c", "(still fires)"));
        assertThat(digest.note()).contains("quiet hours");
        assertThat(alerting.metrics().count(Count.DIGESTS)).isEqualTo(1);
    }

    @Test
    void alertThatTurnsCriticalInQuietHours_isToldAsNews_andNotInTheDigest() throws Exception {
        open(QUIET);
        Alert warning = Alerts.firing("a", "diverging", Severity.WARNING).build();
        Alert critical = Alert.newBuilder(warning)
                .setRevision(1)
                .setSeverity(Severity.CRITICAL)
                .build();
        alerting.at(Duration.ZERO, warning).at(Duration.ofHours(1), critical).until(Duration.ofHours(10));

        assertThat(alerting.team())
                .flatExtracting(sent -> sent.group().changes())
                .extracting(AlertChange::kind)
                .startsWith(AlertChange.Kind.FIRED)
                .doesNotContain(AlertChange.Kind.ESCALATED);
        assertThat(alerting.team()).noneMatch(sent -> sent.group().ofQuietHours());
    }

    @Test
    void silencedAlert_staysHeldUntilTheSilenceEnds() throws Exception {
        open(MUTED);
        Silence silence = SimulatedAlerting.silence(alerting.start().plus(Duration.ofHours(1)), Duration.ofHours(6));
        alerting.at(Duration.ZERO, Alerts.nan("a"))
                .silence(Duration.ofHours(1), Silences.of(List.of(silence), List.of()))
                .until(Duration.ofHours(7).minusMinutes(1));
        assertThat(alerting.team()).isEmpty();

        alerting.until(Duration.ofHours(8));

        assertThat(alerting.team()).hasSize(1);
    }

    @Test
    void channelThatIsDownInTheMorning_getsTheDigestOnceItIsUp() throws Exception {
        open(QUIET);
        alerting.notifier("team").answering(Delivery.retry(FailureReason.RATE_LIMITED, "later"));
        alerting.at(Duration.ZERO, Alerts.oscillating("a"), Alerts.oscillating("b"))
                .until(Duration.ofHours(9));

        assertThat(alerting.team()).singleElement().matches(sent -> sent.group().ofQuietHours());
    }

    @Test
    void routes_repeatAtTheirOwnIntervals() throws Exception {
        alerting = new SimulatedAlerting(folder, """
                routes:
                  - {receivers: [pager], repeat-interval: 30m, continue: true}
                  - {receivers: [team], repeat-interval: 90m, continue: true}
                  - {receivers: [archive], repeat-interval: 0s}
                """, List.of("pager", "team", "archive"));
        alerting.at(Duration.ZERO, Alerts.nan("a")).until(Duration.ofMinutes(100));
        alerting.restart();
        alerting.until(Duration.ofMinutes(185));

        assertThat(minutes("pager")).containsExactly(0L, 30L, 60L, 90L, 120L, 150L, 180L);
        assertThat(minutes("team")).containsExactly(0L, 90L, 180L);
        assertThat(minutes("archive")).containsExactly(0L);
    }

    @Test
    void alertThatWasInADigestAlone_isRepeatedLikeAnyOther() throws Exception {
        alerting = new SimulatedAlerting(folder, """
                time-intervals: [{name: nights, times: ["20:00-03:30"]}]
                routes:
                  - receivers: [team]
                    quiet-hours: {time-intervals: [nights]}
                    repeat-interval: 1h
                """, List.of("team"));
        Alert warning = Alerts.firing("a", "diverging", Severity.WARNING).build();
        Alert critical = Alert.newBuilder(warning)
                .setRevision(1)
                .setSeverity(Severity.CRITICAL)
                .build();
        alerting.at(Duration.ZERO, warning).at(Duration.ofHours(2), critical).until(Duration.ofMinutes(245));

        assertThat(minutes("team")).containsExactly(30L, 120L, 180L, 240L);
    }

    private List<Long> minutes(String receiver) {
        return alerting.told(receiver).stream()
                .map(sent -> Duration.between(alerting.start(), sent.sentAt()).toMinutes())
                .toList();
    }

    private void open(String yaml) {
        alerting = new SimulatedAlerting(folder, yaml, List.of("team"));
    }
}
