package io.gradwatch.alerting.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.Summaries;
import org.junit.jupiter.api.Test;

/** Answers of the fleet, or none, from which summaries are made. */
class SummaryAnswersTest extends SimulatedSummaries {

    @Test
    void fleetThatIsDown_isWaitedFor() throws Exception {
        summaries.seeToDue();
        fleet.breakDown(LoopbackHttp.answer(503, "{}"));
        until("2026-11-23T14:00:00Z");
        assertThat(sent("team")).isEmpty();
        assertThat(summaries.trouble())
                .contains("summaries wait for the fleet: daily: the fleet answers with status 503");
        assertThat(fleet.requests()).isBetween(50, 200);

        fleet.recover();
        until("2026-11-23T14:10:00Z");
        assertThat(sent("team"))
                .singleElement()
                .satisfies(one -> assertThat(one.summary().orElseThrow().to()).isEqualTo("2026-11-23T09:00:00Z"));
        assertThat(summaries.trouble()).isEmpty();
    }

    @Test
    void fleetThatStaysDown_isSaidInTheEnd_alsoOverRestarts() throws Exception {
        summaries.seeToDue();
        fleet.breakDown(LoopbackHttp.answer(503, "{}"));
        until("2026-11-23T12:00:00Z");
        restart();
        until("2026-11-23T15:30:00Z");

        Notification told = sent("team").get(0);
        assertThat(Message.of(told).title()).isEqualTo("Daily summary: the fleet could not be asked");
        assertThat(Message.of(told).note()).contains("the fleet answers with status 503");
        assertThat(sent("post")).hasSize(1);
        until("2026-11-24T08:00:00Z");
        assertThat(sent("team")).isEmpty();
        assertThat(summaries.trouble()).isEmpty();
    }

    @Test
    void answerThatIsNoSummary_isWaitedOut() throws Exception {
        summaries.seeToDue();
        answer = "<html>";
        until("2026-11-23T09:01:00Z");
        assertThat(sent("team")).isEmpty();
        answer = Summaries.ANSWER;
        until("2026-11-23T09:10:00Z");

        assertThat(sent("team")).hasSize(1);
    }

    @Test
    void nullsInAnAnswer_areLeftOut_andAnEarlierFaultIsNamed() throws Exception {
        summaries.seeToDue();
        answer = """
                {"runs": null, "gpu_hours_lost": 0.0, "faults": [null], "results": [null], "worst_runs": [null,
                  {"run": "r", "name": null, "project": "", "owner": "", "outcome": "running", "classes": "nan",
                   "gpu_hours_lost": 0.0, "open": true}]}
                """;
        until("2026-11-23T09:10:00Z");

        assertThat(sent("team"))
                .singleElement()
                .satisfies(sent -> assertThat(Message.of(sent).title()).endsWith("earlier faults go on in 1 run"));
    }

    @Test
    void quietDay_isOneLine_orNothingWhereThatIsWanted() throws Exception {
        answer = Summaries.QUIET;
        summaries.seeToDue();
        until("2026-11-23T10:00:00Z");
        assertThat(Message.of(sent("team").get(0)).title()).isEqualTo("Daily summary: nothing broke");

        schedule = new SummarySchedule(
                "daily",
                schedule.period(),
                schedule.at(),
                schedule.days(),
                schedule.zone(),
                schedule.receivers(),
                schedule.scope(),
                true);
        restart();
        until("2026-11-24T10:00:00Z");
        assertThat(fleet.requests()).isEqualTo(2);
        answer = Summaries.ANSWER;
        until("2026-11-25T10:00:00Z");
        assertThat(sent("team")).hasSize(1);
    }
}
