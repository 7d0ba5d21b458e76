package io.gradwatch.alerting.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.Presentations;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeopleWordsTest {

    @Test
    void manyReceivers_areCounted() {
        Set<String> receivers = IntStream.rangeClosed(1, 250)
                .mapToObj("team-%03d"::formatted)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(words(receivers)).isEqualTo("For team-001, team-002, team-003, team-004, team-005 and 245 more.");
    }

    @Test
    void fewReceivers_areNamed() {
        assertThat(words(Set.of("b", "a"))).isEqualTo("For a, b.");
        assertThat(words(Set.of("a", "b", "c", "d", "e"))).isEqualTo("For a, b, c, d, e.");
        assertThat(words(Set.of("a"))).isEmpty();
    }

    private static String words(Set<String> receivers) {
        Notification notification = Alerts.notification(Alerts.nan("a"));
        Presentation presentation = Presentations.ofReceivers(change -> receivers);
        return PeopleWords.receivers(notification.group(), notification.sent(presentation, notification.sentAt()));
    }
}
