package io.gradwatch.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.standalone.chaos.NotifiedAlert.Change;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotifiedOnceTest {

    private static final NotifiedAlert FIRED = new NotifiedAlert("a", Change.FIRED, false);
    private static final NotifiedAlert OVER = new NotifiedAlert("a", Change.OVER, false);
    private static final NotifiedAlert BOTH = new NotifiedAlert("a", Change.FIRED_AND_OVER, false);

    @Test
    void firedOnceAndOverOnce_isInOrder() {
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
        assertThat(problems(AlertState.FIRING, FIRED, new NotifiedAlert("a", Change.FIRED, true)))
                .containsExactly("in doubt Slack of a");
    }

    @Test
    void oneRepeatForReceiverAndFault_isInDoubt_moreAreTooMany() {
        NotifiedAlert firedAgain = new NotifiedAlert("a", Change.FIRED, true);
        NotifiedAlert bothAgain = new NotifiedAlert("a", Change.FIRED_AND_OVER, true);

        assertThat(problems(AlertState.RECOVERED, BOTH, bothAgain)).containsExactly("in doubt Slack of a");
        assertThat(problems(AlertState.FIRING, FIRED, firedAgain, firedAgain))
                .containsExactly("in doubt Slack of a", "too often Slack because of fault 7, 2 repeats");
        assertThat(problems(AlertState.RECOVERED, FIRED, firedAgain, OVER, new NotifiedAlert("a", Change.OVER, true)))
                .containsExactly("in doubt Slack of a", "too often Slack because of fault 7, 2 repeats");
    }

    @Test
    void mailsWithTheSameId_areRepeatsToo() {
        Balance balance = new Balance();
        NotifiedOnce.sameMail("mail", List.of(List.of(FIRED)), List.of(alert(AlertState.FIRING)), balance);
        assertThat(balance.inDoubt()).containsExactly("mail of a, with the same Message-ID");
        assertThat(balance.repeatedTooOften()).isEmpty();

        NotifiedOnce.sameMail("mail", List.of(List.of(FIRED)), List.of(alert(AlertState.FIRING)), balance);
        assertThat(balance.repeatedTooOften()).containsExactly("mail because of fault 7, 2 repeats");
    }

    private static List<String> problems(AlertState state, NotifiedAlert... notified) {
        Balance balance = new Balance();
        NotifiedOnce.compare("Slack", List.of(notified), List.of(alert(state)), balance);
        List<String> problems = new ArrayList<>();
        balance.lost().forEach(what -> problems.add("lost " + what));
        balance.twice().forEach(what -> problems.add("twice " + what));
        balance.inDoubt().forEach(what -> problems.add("in doubt " + what));
        balance.repeatedTooOften().forEach(what -> problems.add("too often " + what));
        return problems;
    }

    private static Alert alert(AlertState state) {
        return Alerts.firing("hit-7", "nan", Severity.CRITICAL)
                .setId("a")
                .setState(state)
                .setSummary("")
                .build();
    }
}
