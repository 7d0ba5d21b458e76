package io.gradwatch.alerting.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.testing.AlertingProcess;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.Summaries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, of which the leader is killed while it makes a summary of the fleet, and after one was sent. */
class SummaryTakeOverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final LocalTime AT = LocalTime.of(9, 0);

    @TempDir
    private Path folder;

    @AutoClose
    private final LoopbackHttp fleet = new LoopbackHttp(0) {
        @Override
        protected Trouble.Answer answer(Request request) {
            return answer(200, Summaries.ANSWER);
        }
    };

    @AutoClose
    private StandbyFixture fixture;

    private String section;
    private AlertingProcess first;
    private AlertingProcess second;

    @BeforeEach
    void start() {
        fixture = new StandbyFixture().withTopics();
    }

    @Test
    void leaderKilledInASummary_isReplaced_andEverybodyGetsItOnce() throws Exception {
        fleet.breakDown(new LoopbackHttp.Trouble.Silence());
        section = section(Instant.now().plusSeconds(25));
        first = start("first");
        await().atMost(PATIENCE).until(() -> first.leads());
        second = start("second");
        await().atMost(PATIENCE).until(() -> second.standsBy() && fixture.instances() == 2);
        await().atMost(PATIENCE).until(() -> fleet.requests() == 1);

        first.kill();
        fleet.recover();
        await().atMost(PATIENCE)
                .until(() -> fixture.mails().size() == 1 && fixture.posts().size() == 1);
        await().atMost(PATIENCE).until(() -> second.metric("gradwatch_alerting_delivered_total") == 2);
        second.kill();
        first = start("third");
        await().atMost(PATIENCE).until(() -> first.metric("gradwatch_alerting_healthy") == 1 && first.leads());

        assertThat(fixture.mails("Daily summary: Loss is NaN in 2 runs")).hasSize(1);
        assertThat(fixture.posts("Daily summary: Loss is NaN in 2 runs")).hasSize(1);
        assertThat(fixture.repeatedMails()).isEmpty();
        assertThat(fixture.slack.violations()).isEmpty();
        assertThat(fleet.requests()).isEqualTo(2);
    }

    private AlertingProcess start(String name) throws Exception {
        return fixture.process(folder.resolve(name), section);
    }

    /** The receivers, with a summary that is due then: its time is in a zone whose clock shows it. */
    private String section(Instant due) {
        int seconds = due.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay();
        int offset = Math.floorMod(AT.toSecondOfDay() - seconds + 12 * 3_600, 24 * 3_600) - 12 * 3_600;
        return fixture.section("group-wait: 200ms") + "  fleet: {url: \"" + fleet.at("") + "\"}\n  summaries:\n"
                + "    - {name: daily, every: day, at: \"" + AT + "\", location: \""
                + ZoneOffset.ofTotalSeconds(offset) + "\", receivers: [bot, post]}\n";
    }
}
