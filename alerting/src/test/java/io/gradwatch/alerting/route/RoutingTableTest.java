package io.gradwatch.alerting.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.alerting.inhibit.AlertLabel;
import io.gradwatch.alerting.inhibit.AlertPattern;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.silence.NamePattern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final AlertChange NAN = new AlertChange(Alerts.nan("a"), null);
    private static final AlertChange OSCILLATING = new AlertChange(Alerts.oscillating("a"), null);
    private static final AlertChange INFO =
            new AlertChange(Alerts.firing("a", "hint", Severity.INFO).build(), null);

    @Test
    void firstRouteThatMatches_isTheLastUnlessItGoesOn() {
        AlertRoute pager = AlertRoute.atLeast(Severity.CRITICAL, List.of("pager"), true);
        AlertRoute team = AlertRoute.atLeast(Severity.WARNING, List.of("team", "pager"), false);
        AlertRoute all = AlertRoute.atLeast(Severity.INFO, List.of("archive"), false);
        RoutingTable routes = new RoutingTable(List.of(pager, team, all));

        assertThat(routes.receivers(NAN)).containsExactly("pager", "team");
        assertThat(routes.receivers(OSCILLATING)).containsExactly("team", "pager");
        assertThat(routes.receivers(INFO)).containsExactly("archive");
    }

    @Test
    void group_isDividedAmongTheReceivers() {
        AlertRoute pager = AlertRoute.atLeast(Severity.CRITICAL, List.of("pager"), true);
        AlertRoute team = AlertRoute.atLeast(Severity.WARNING, List.of("team"), false);
        AlertGroup group = Alerts.group(List.of(OSCILLATING, NAN, INFO));

        List<Share> shares = new RoutingTable(List.of(pager, team)).divide(group, NOW);

        assertThat(shares)
                .containsExactly(
                        Share.now("pager", Alerts.group(List.of(NAN))),
                        Share.now("team", Alerts.group(List.of(NAN, OSCILLATING))));
    }

    @Test
    void whoHeardThatItFires_hearsThatItIsOver() {
        RoutingTable pager = new RoutingTable(List.of(AlertRoute.atLeast(Severity.CRITICAL, List.of("pager"), false)));
        AlertChange milder = new AlertChange(
                Alerts.resolved(Alerts.oscillating("a")), new NotifiedState(0, AlertState.FIRING, Severity.CRITICAL));

        assertThat(pager.receivers(milder)).containsExactly("pager");
    }

    @Test
    void allPartsOfAMatch_mustHold() {
        AlertRoute route = AlertRoute.of(
                new AlertPattern(
                        Severity.WARNING,
                        Map.of(
                                AlertLabel.PROJECT, NamePattern.of("vis*"),
                                AlertLabel.OWNER, NamePattern.of("a?a"),
                                AlertLabel.RUN, NamePattern.of("/resnet-(a|b)/"),
                                AlertLabel.CLASS, NamePattern.of("nan"))),
                List.of("team"),
                false);

        assertThat(matches(route, Alerts.nan("a"))).isTrue();
        assertThat(matches(route, Alerts.nan("c"))).isFalse();
        assertThat(matches(route, Alerts.oscillating("a"))).isFalse();
        Alert info =
                Alert.newBuilder(Alerts.nan("a")).setSeverity(Severity.INFO).build();
        assertThat(matches(route, info)).isFalse();
    }

    private static boolean matches(AlertRoute route, Alert alert) {
        return route.matches(new AlertChange(alert, null));
    }

    @Test
    void pattern_takesSpecialCharactersLiterally() {
        assertThat(NamePattern.of("a.b(c)").matches("a.b(c)")).isTrue();
        assertThat(NamePattern.of("a.b").matches("axb")).isFalse();
        assertThat(NamePattern.of("*").matches("two\nlines")).isTrue();
        assertThat(NamePattern.of("x*").matches("x".repeat(10_000_000))).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> NamePattern.of("/(/"));
    }
}
