package io.gradwatch.alerting.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.NotifiedState;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.silence.NamePattern;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

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

        var divided = new RoutingTable(List.of(pager, team)).divide(group);

        assertThat(divided.get("pager").changes()).containsExactly(NAN);
        assertThat(divided.get("team").changes()).containsExactly(NAN, OSCILLATING);
        assertThat(divided).hasSize(2);
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
        AlertRoute route = new AlertRoute(
                Severity.WARNING,
                NamePattern.of("vis*"),
                NamePattern.of("a?a"),
                NamePattern.of("/resnet-(a|b)/"),
                NamePattern.of("nan"),
                List.of("team"),
                false);

        assertThat(route.matches(Alerts.nan("a"), Severity.CRITICAL)).isTrue();
        assertThat(route.matches(Alerts.nan("c"), Severity.CRITICAL)).isFalse();
        assertThat(route.matches(Alerts.oscillating("a"), Severity.WARNING)).isFalse();
        assertThat(route.matches(Alerts.nan("a"), Severity.INFO)).isFalse();
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
