package io.gradwatch.alerting.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.owner.Owners;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackHttp.Trouble;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.alerting.testing.SlackWorkspace;
import io.gradwatch.config.Secret;
import io.gradwatch.schema.Alert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackOwnersTest {

    @AutoClose
    private final LoopbackSlack slack = new LoopbackSlack();

    private final SlackWorkspace workspace = slack.workspace();
    private final ManualClock clock = new ManualClock();

    @Test
    void usersAndStrangers_areRemembered() throws Exception {
        String ada = workspace.addUser("ada@lab.example");
        SlackOwners owners = owners();
        Notification notification =
                Alerts.notification(ownedBy("ada@lab.example", "a"), ownedBy("eve@lab.example", "b"));

        assertThat(owners.users(notification)).containsExactly(ada);
        assertThat(owners.users(notification)).containsExactly(ada);

        assertThat(workspace.lookedUp()).containsExactlyInAnyOrder("ada@lab.example", "eve@lab.example");
        clock.add(Duration.ofMinutes(61));
        owners.users(notification);
        assertThat(workspace.lookedUp()).hasSize(3).last().isEqualTo("eve@lab.example");
    }

    @Test
    void failureOfTheLookUp_isNotRemembered() throws Exception {
        String ada = workspace.addUser("ada@lab.example");
        SlackOwners owners = owners();
        slack.next(new Trouble.Answer(429, "", Map.of("Retry-After", "0")));

        assertThat(owners.users(Alerts.notification(ownedBy("ada@lab.example", "a"))))
                .containsExactly(ada);
    }

    @Test
    void manyOwners_areBounded() throws Exception {
        Alert[] alerts = new Alert[40];
        for (int i = 0; i < alerts.length; i++) {
            workspace.addUser("user" + i + "@lab.example");
            alerts[i] = ownedBy("user" + i + "@lab.example", "r" + i);
        }

        assertThat(owners().users(Alerts.notification(alerts))).hasSize(SlackOwners.MOST_MENTIONS);
        assertThat(workspace.lookedUp()).hasSize(SlackOwners.MOST_MENTIONS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ada", "", "<!channel>@lab.example", "a b@lab.example", "a@b@lab.example", "ada@lab", "U0OWNER0"
            })
    void ownerThatIsNoAddress_isNotLookedUp(String owner) throws Exception {
        assertThat(owners().users(Alerts.notification(ownedBy(owner, "a")))).isEmpty();
        assertThat(workspace.lookedUp()).isEmpty();
    }

    @Test
    void ownersOfTheConfiguration_areLookedUpByTheirAddress_andNobodyElse() throws Exception {
        String ada = workspace.addUser("ada.l@lab.example");
        String grace = workspace.addUser("grace@lab.example");
        workspace.addUser("eve@evil.example");
        Owners known = new Owners(Map.of("ada", "ada.l@lab.example"), List.of(), Optional.of("lab.example"));
        Notification notification = Alerts.notification(
                ownedBy("ada", "a"),
                ownedBy("grace", "b"),
                ownedBy("eve@evil.example", "c"),
                ownedBy("ada.l@lab.example", "d"));

        assertThat(owners(known).users(notification)).containsExactlyInAnyOrder(ada, grace);
        assertThat(workspace.lookedUp()).containsExactlyInAnyOrder("ada.l@lab.example", "grace@lab.example");
    }

    private SlackOwners owners() {
        return owners(Owners.NONE);
    }

    private SlackOwners owners(Owners known) {
        HttpPoster poster = new HttpPoster(Duration.ofSeconds(5), clock);
        return new SlackOwners(
                new SlackSideCalls(slack.apiUrl(), new Secret(LoopbackSlack.TOKEN), poster, clock), known, clock);
    }

    private static Alert ownedBy(String owner, String run) {
        return Alert.newBuilder(Alerts.nan(run)).setOwner(owner).build();
    }
}
