package io.gradwatch.fleet.silence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.silence.LiveSilences.Current;
import io.gradwatch.fleet.testing.FakeFleet;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.schema.Topics;
import io.gradwatch.silence.Silences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertStatusesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    static {
        // Avro refuses to build records of classes that are not trusted yet; the catalogue makes them so.
        Topics.SILENCES.codec();
    }

    private final Silence silence = new Silence(
            "s1",
            List.of(new SilenceMatcher(MatcherField.PROJECT, "vis*")),
            "ada",
            "tuning",
            NOW.toEpochMilli() - 5,
            NOW.toEpochMilli() + 5,
            false);

    private final Acknowledgement acknowledged =
            new Acknowledgement(FakeFleet.ALERT, Severity.CRITICAL, "grace", "mine", NOW.toEpochMilli() - 9, "page");

    private Current known = new Current(Silences.NONE, 1);
    private final AlertStatuses statuses =
            new AlertStatuses(() -> known, Duration.ofDays(3), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void nothingKnown_firesAsItDid() {
        assertThat(statuses.of(FakeFleet.alertRow())).isEqualTo(FakeFleet.alertRow());
    }

    @Test
    void silenceStandsBeforeAcknowledgement_andBothAreTold() {
        known = new Current(Silences.of(List.of(silence), List.of(acknowledged)), 2);
        AlertRow row = statuses.of(FakeFleet.alertRow());

        assertThat(row.status()).isEqualTo("silenced");
        assertThat(row.silence())
                .isEqualTo(
                        new AlertRow.Silenced("s1", "ada", "tuning", NOW.toEpochMilli() - 5, NOW.toEpochMilli() + 5));
        assertThat(row.acknowledgement().by()).isEqualTo("grace");
        assertThat(row.acknowledgement().untilMillis())
                .isEqualTo(NOW.toEpochMilli() - 9 + Silences.ACKNOWLEDGED.toMillis());
    }

    @Test
    void nextVersion_isJudgedAnew() {
        known = new Current(Silences.of(List.of(silence), List.of()), 2);
        assertThat(statuses.of(FakeFleet.alertRow()).status()).isEqualTo("silenced");
        known = new Current(Silences.of(List.of(), List.of(acknowledged)), 3);

        assertThat(statuses.of(FakeFleet.alertRow()).status()).isEqualTo("acknowledged");
        assertThat(statuses.version()).isEqualTo(3);
    }

    @Test
    void unrecovered_isOpen_untilItIsSeenToOrOld() {
        AlertRow ended = FakeFleet.unrecovered(NOW.toEpochMilli() - 1);
        assertThat(statuses.of(ended).status()).isEqualTo("unrecovered");
        assertThat(statuses.of(ended).open()).isTrue();
        assertThat(statuses.of(FakeFleet.unrecovered(
                                NOW.toEpochMilli() - Duration.ofDays(3).toMillis()))
                        .open())
                .isTrue();
        assertThat(statuses.of(FakeFleet.unrecovered(
                                NOW.toEpochMilli() - Duration.ofDays(3).toMillis() - 1))
                        .open())
                .isFalse();

        known = new Current(Silences.of(List.of(), List.of(acknowledged)), 2);
        assertThat(statuses.of(ended).state()).isEqualTo("unrecovered");
        assertThat(statuses.of(ended).status()).isEqualTo("acknowledged");
        assertThat(statuses.of(ended).open()).isFalse();

        known = new Current(Silences.of(List.of(silence), List.of()), 3);
        assertThat(statuses.of(ended).status()).isEqualTo("silenced");
        assertThat(statuses.of(ended).open()).isFalse();
    }

    @Test
    void expired_staysSo_isNotOpen_andKeepsWhoLookedAfterIt() {
        known = new Current(Silences.of(List.of(silence), List.of(acknowledged)), 2);
        AlertRow row = statuses.of(FakeFleet.alertRow().past());

        assertThat(row.status()).isEqualTo("expired");
        assertThat(row.state()).isEqualTo("firing");
        assertThat(row.open()).isFalse();
        assertThat(row.silence()).isNull();
        assertThat(row.acknowledgement().by()).isEqualTo("grace");
        assertThat(FakeFleet.unrecovered(5).past()).isEqualTo(FakeFleet.unrecovered(5));
    }

    @Test
    void firing_staysOpen_whoeverSeesToIt() {
        known = new Current(Silences.of(List.of(silence), List.of(acknowledged)), 2);
        assertThat(statuses.of(FakeFleet.alertRow()).open()).isTrue();
    }
}
