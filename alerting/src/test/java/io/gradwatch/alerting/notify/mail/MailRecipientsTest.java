package io.gradwatch.alerting.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.owner.AddressLimit;
import io.gradwatch.alerting.owner.Owners;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.schema.Alert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailRecipientsTest {

    private static final List<String> TEAM = List.of("team@example.org");

    private final ManualClock clock = new ManualClock();
    private final MailRecipients recipients = new MailRecipients(
            TEAM, Optional.of(new Owners(Map.of(), List.of(), Optional.of("example.org"))), new AddressLimit(clock));

    @Test
    void manyOwners_areBounded_andTheTeamHearsOfTheOthers() {
        assertThat(recipients.of(owned(MailRecipients.MOST_OWNERS)))
                .hasSize(MailRecipients.MOST_OWNERS)
                .doesNotContainAnyElementsOf(TEAM);
        assertThat(recipients.of(owned(MailRecipients.MOST_OWNERS + 1)))
                .hasSize(MailRecipients.MOST_OWNERS + 1)
                .endsWith("team@example.org");
    }

    @Test
    void ownerWithTooManyMails_isLeftInPeace_andTheTeamIsTold() {
        for (int i = 0; i < AddressLimit.MOST_MAILS; i++) {
            assertThat(recipients.of(owned(1))).containsExactly("user0@example.org");
            recipients.sent(List.of("user0@example.org"));
        }
        assertThat(recipients.of(owned(1))).isEqualTo(TEAM);

        clock.add(Duration.ofHours(1));
        assertThat(recipients.of(owned(1))).containsExactly("user0@example.org");
    }

    @Test
    void refusedOwner_isReplacedOnce() {
        assertThat(recipients.inPlaceOf(List.of("user0@example.org"))).isEqualTo(TEAM);
        assertThat(recipients.inPlaceOf(TEAM)).isEmpty();
        assertThat(new MailRecipients(TEAM, Optional.empty(), new AddressLimit(clock))
                        .inPlaceOf(List.of("x@y.example")))
                .isEmpty();
    }

    private static Notification owned(int owners) {
        return Alerts.notification(IntStream.range(0, owners)
                .mapToObj(i -> Alert.newBuilder(Alerts.nan("r" + i))
                        .setOwner("user" + i)
                        .build())
                .toArray(Alert[]::new));
    }
}
