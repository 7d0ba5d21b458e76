package io.gradwatch.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Outcome;
import org.junit.jupiter.api.Test;

/** Alerts on a backlog are marked as such; those that go on fire again as news. */
class BacklogTest {

    private final TestRun run = TestRun.ofAll();

    @Test
    void alertsOfTheBacklog_areMarked_alsoTheirEnd() {
        run.backlog = true;
        run.step(0, 1.0).step(1, Double.NaN).end(Outcome.FINISHED);

        assertThat(run.alerts()).hasSize(2).allMatch(Alert::getBacklog);
    }

    @Test
    void alertThatStillFiresWhenTheRunGoesOn_isToldAgainAsNews() {
        run.backlog = true;
        run.step(0, 1.0).step(1, Double.NaN).step(2, Double.NaN);
        run.backlog = false;
        run.step(3, Double.NaN).step(4, Double.NaN);

        assertThat(run.alerts()).extracting(Alert::getBacklog).containsExactly(true, false);
        assertThat(run.alerts()).extracting(Alert::getRevision).containsExactly(0, 1);
        assertThat(run.alerts()).extracting(Alert::getState).containsOnly(AlertState.FIRING);
        assertThat(run.alerts().get(1).getRaisedStep()).isEqualTo(3);
        assertThat(run.alerts().get(1).getOnsetStep()).isEqualTo(1);
    }

    @Test
    void runThatEndsBeforeOurEyes_tellsTheEndAsNews() {
        run.backlog = true;
        run.step(0, 1.0).step(1, Double.NaN);
        run.backlog = false;
        run.end(Outcome.FINISHED);

        assertThat(run.alerts()).extracting(Alert::getState).containsExactly(AlertState.FIRING, AlertState.UNRECOVERED);
        assertThat(run.alerts()).extracting(Alert::getBacklog).containsExactly(true, false);
    }
}
