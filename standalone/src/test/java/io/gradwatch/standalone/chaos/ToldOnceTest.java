package io.gradwatch.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.standalone.chaos.Told.Change;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToldOnceTest {

    private static final Told FIRED = new Told("a", Change.FIRED, false);
    private static final Told OVER = new Told("a", Change.OVER, false);
    private static final Told BOTH = new Told("a", Change.FIRED_AND_OVER, false);

    @Test
    void eachChangeOnce_isInOrder() {
        assertThat(problems(AlertState.FIRING, FIRED)).isEmpty();
        assertThat(problems(AlertState.RECOVERED, FIRED, OVER)).isEmpty();
        assertThat(problems(AlertState.RECOVERED, BOTH)).isEmpty();
    }

    @Test
    void whatNobodyWasTold_isLost() {
        assertThat(problems(AlertState.FIRING)).containsExactly("lost Slack that a fired");
        assertThat(problems(AlertState.RECOVERED, FIRED)).containsExactly("lost Slack that a is over");
    }

    @Test
    void whatWasToldTwice_isSo_unlessItSaysThatItMayBeARepeat() {
        assertThat(problems(AlertState.FIRING, FIRED, FIRED)).containsExactly("twice Slack that a fired, 2 times");
        assertThat(problems(AlertState.RECOVERED, FIRED, OVER, OVER))
                .containsExactly("twice Slack that a is over, 2 times");
        assertThat(problems(AlertState.FIRING, FIRED, new Told("a", Change.FIRED, true)))
                .containsExactly("in doubt Slack that a fired");
    }

    private static List<String> problems(AlertState state, Told... told) {
        Alert alert = Alerts.firing("run", "nan", Severity.CRITICAL)
                .setId("a")
                .setState(state)
                .setSummary("")
                .build();
        Balance balance = new Balance();
        ToldOnce.compare("Slack", List.of(told), List.of(alert), balance);
        List<String> problems = new ArrayList<>();
        balance.lost().forEach(what -> problems.add("lost " + what));
        balance.twice().forEach(what -> problems.add("twice " + what));
        balance.inDoubt().forEach(what -> problems.add("in doubt " + what));
        return problems;
    }
}
