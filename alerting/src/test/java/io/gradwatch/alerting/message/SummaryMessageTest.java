package io.gradwatch.alerting.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.HostileNames;
import io.gradwatch.alerting.testing.NotificationBuilder;
import io.gradwatch.alerting.testing.Summaries;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SummaryMessageTest {

    @Test
    void summary_saysWhatBroke_whatItCost_andWhatBecameBetter() {
        Message message = Message.of(Alerts.linked(Summaries.notification(Summaries.daily())));

        assertThat(message.title())
                .isEqualTo("Daily summary: Loss is NaN in 2 runs and 1 other kind of fault, 12.5 GPU-hours lost,"
                        + " 1 better result");
        assertThat(message.subject().sentence()).isEqualTo("Fri 2026-11-27 09:00 to Sat 2026-11-28 09:00 CET");
        assertThat(message.lines())
                .extracting(Message.Line::plain)
                .containsExactly(
                        "Runs: 12 started, 9 ended (6 finished, 2 failed, 1 stopped)",
                        "GPU-hours lost: 12.5, by 2 runs",
                        "Useful to be told: 3 yes, 1 no",
                        "Loss is NaN: 3 alerts in 2 runs, 3 critical, 1 open: resnet50, r-2",
                        "Loss spikes: 4 alerts in 3 runs, 4 recovered",
                        "resnet50: lost 10.2 GPU-hours, project vision, owner ada: Loss is NaN (failed, open)",
                        "r-2: lost 2.3 GPU-hours: Loss is NaN, No sign of life (running)",
                        "llm-7b: lowest validation loss of language, 1.235 (1.3 before)");
        assertThat(message.lines().get(5).link()).isEqualTo("https://watch.example/runs/r-1");
        assertThat(message.tables())
                .extracting(table -> table.columns().get(0))
                .containsExactly("In short", "What broke", "Lost most", "Lowest validation loss");
        assertThat(message.note()).isEmpty();
    }

    @Test
    void quietDay_isOneLine() {
        Message message = Message.of(Summaries.notification(Summaries.daily(Summaries.QUIET)));

        assertThat(message.title()).isEqualTo("Daily summary: nothing broke");
        assertThat(message.lines())
                .extracting(Message.Line::plain)
                .containsExactly("Runs: 1 started, 1 ended (1 finished, 0 failed, 0 stopped)");
    }

    @Test
    void fleetThatCouldNotBeAsked_isSaid() {
        Message message = Message.of(Summaries.notification(Summaries.missing()));

        assertThat(message.title()).isEqualTo("Daily summary of team language: the fleet could not be asked");
        assertThat(message.note()).contains("the fleet answers with status 503.");
        assertThat(message.lines()).isEmpty();
    }

    @Test
    void longSummary_isCutAndCounted() {
        String fault = "{\"class\": \"fault-%d\", \"alerts\": 1, \"runs\": 1}";
        String faults = IntStream.range(0, 40).mapToObj(fault::formatted).collect(Collectors.joining(", "));
        Message message = Message.of(Summaries.notification(Summaries.daily("{\"faults\": [" + faults + "]}")));

        assertThat(message.lines()).hasSizeLessThanOrEqualTo(Message.MOST_LINES);
        assertThat(message.note()).isEqualTo("… and 32 more kinds of fault.");
        assertThat(message.rest(0)).isEmpty();
    }

    @Test
    void repeat_saysSo() {
        Notification first = Summaries.notification(Summaries.daily());
        Notification again = NotificationBuilder.from(first).maybeRepeated().build();

        assertThat(Message.of(again).note()).startsWith("This may be a repeat");
    }

    @ParameterizedTest
    @MethodSource("io.gradwatch.alerting.testing.HostileNames#all")
    void hostileNames_areOnOneLine(String name) {
        Message message = Message.of(Summaries.notification(HostileNames.summaryOf(name)));

        assertThat(message.title())
                .hasSizeLessThanOrEqualTo(Message.TITLE_LENGTH)
                .doesNotContainPattern("\\p{Cntrl}");
        assertThat(message.lines())
                .allSatisfy(line -> assertThat(line.plain())
                        .doesNotContainPattern("\\p{Cntrl}")
                        .hasSizeLessThan(1_000));
        assertThat(message.tables())
                .flatExtracting(Table::rows)
                .flatExtracting(Table.Row::cells)
                .allSatisfy(cell -> assertThat(cell).doesNotContainPattern("\\p{Cntrl}"));
    }
}
