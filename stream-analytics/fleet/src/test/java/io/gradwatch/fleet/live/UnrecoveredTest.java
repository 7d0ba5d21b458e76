package io.gradwatch.fleet.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.live.view.AlertCounts;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Overview;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.RunVerdict;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs that end with a fault. */
class UnrecoveredTest extends OneRun {

    @Test
    void runThatEndsWithNan_isFinishedAndDiverged() {
        endsWith(job, "nan");

        assertThat(row().state()).isEqualTo("finished");
        assertThat(row().verdict()).isEqualTo("diverged");
        assertThat(row().unrecovered()).containsExactly("nan");
        assertThat(row().unrecoveredAlerts()).isEqualTo(new AlertCounts(1, 0, 0));
        assertThat(row().openAlerts()).isEqualTo(AlertCounts.NONE);
        assertThat(stateInWords()).isEqualTo("finished, diverged (nan)");
        AlertRow alert = tables.run("one").alerts().get(0);
        assertThat(alert.state()).isEqualTo("unrecovered");
        assertThat(alert.status()).isEqualTo("unrecovered");
        assertThat(alert.endedStep()).isEqualTo(2);
        assertThat(alert.open()).isTrue();
    }

    @Test
    void alertThatEndsBeforeTheFleetHearsOfTheEnd_saysTheSame() {
        tables.send(job.started(), job.step(0, 1));
        tables.send(job.fires("nan"), job.endsWith("nan"));
        tables.send(job.ended(Outcome.FINISHED));
        assertThat(stateInWords()).isEqualTo("finished, diverged (nan)");
    }

    @Test
    void recoveredAndMildAndSwitchedOff_areNoVerdict() {
        tables.send(job.started(), job.step(0, 1));
        tables.send(job.fires("nan"), job.resolves("nan"));
        tables.send(
                job.fires("grokking", Severity.INFO).build(),
                job.endsWith("grokking", Severity.INFO, Resolution.RUN_ENDED));
        tables.send(job.fires("plateau"), job.endsWith("plateau", Severity.WARNING, Resolution.SWITCHED_OFF));
        tables.send(job.ended(Outcome.FINISHED));

        assertThat(row().verdict()).isNull();
        assertThat(stateInWords()).isEqualTo("finished");
        assertThat(tables.run("one").alerts()).noneMatch(AlertRow::open);
    }

    @Test
    void nextAttempt_takesTheVerdictAndTheAlertOff() {
        endsWith(job, "nan");
        assertThat(overview().runsUnrecovered()).isEqualTo(1);

        Job next = new Job("one", 1, 0).at(60_000);
        tables.send(next.started());
        assertThat(row().verdict()).isNull();
        assertThat(tables.run("one").alerts()).noneMatch(AlertRow::open);
        assertThat(overview().runsUnrecovered()).isZero();
        assertThat(overview().alertsUnrecovered()).isEqualTo(AlertCounts.NONE);

        tables.send(next.at(61_000).step(0, 1), next.ended(Outcome.FINISHED));
        assertThat(stateInWords()).isEqualTo("finished");
    }

    @Test
    void alertOfAnAttemptThatTheTablesDoNotKnowYet_isOfThatAttempt() {
        tables.send(job.started(), job.step(0, 1));
        Job next = new Job("one", 1, 0).at(60_000);
        tables.send(next.fires("nan"), next.endsWith("nan"));
        tables.send(next.started(), next.step(0, 1), next.ended(Outcome.FINISHED));
        assertThat(row().verdict()).isEqualTo("diverged");
    }

    @Test
    void sessionThatGoesOn_takesTheVerdictOff_andItsOwnEndBringsAnother() {
        endsWith(job, "nan");
        Job session = new Job("one", 0, 0, 9).at(60_000);
        tables.send(session.started(), session.step(0, 1));
        assertThat(row().verdict()).isNull();
        assertThat(row().endedMillis()).isNull();

        tables.send(session.at(61_000).fires("overfitting", Severity.WARNING).build());
        tables.send(session.at(62_000).endsWith("overfitting", Severity.WARNING, Resolution.RUN_ENDED));
        tables.send(session.ended(Outcome.STOPPED));
        assertThat(row().verdict()).isEqualTo("unrecovered");
        assertThat(stateInWords()).isEqualTo("stopped, over-fitting unrecovered");
    }

    @Test
    void thirtyRunsThatDieOfNan_areSeenOnTheOverview() {
        for (int i = 0; i < 30; i++) {
            endsWith(new Job("sweep-" + i, 0, 0), "nan");
        }
        tables.send(job.started(), job.step(0, 1), job.ended(Outcome.FINISHED));

        assertThat(overview().runsUnrecovered()).isEqualTo(30);
        assertThat(overview().runsByState()).isEqualTo(Map.of("finished", 31));
        assertThat(overview().finishedByVerdict()).isEqualTo(Map.of("diverged", 30));
        assertThat(overview().alertsUnrecovered()).isEqualTo(new AlertCounts(30, 0, 0));
        assertThat(tables.census().unrecovered()).isEqualTo(Map.of("diverged", 30, "unrecovered", 0));
        assertThat(overview().alertsFiring()).isEqualTo(AlertCounts.NONE);
    }

    @Test
    void crash_firesAndThenIsUnrecovered_butTheStateSaysIt() {
        tables.send(job.started(), job.step(0, 1), job.ended(Outcome.FAILED));
        tables.send(job.fires("crashed"));
        assertThat(stateInWords()).isEqualTo("crashed");
        assertThat(row().openAlerts().critical()).isEqualTo(1);

        tables.send(job.at(3_600_000).endsWith("crashed"));
        assertThat(stateInWords()).isEqualTo("crashed");
        assertThat(row().unrecovered()).containsExactly("crashed");
        assertThat(overview().runsUnrecovered()).isEqualTo(1);
    }

    @Test
    void silentRunThatDetectionForgets_staysSilent() {
        tables.send(job.started(), job.step(0, 1));
        tables.send(job.at(60_000).fires("silent"), job.at(600_000).endsWith("silent"));
        assertThat(row().state()).isEqualTo("silent");
        assertThat(stateInWords()).isEqualTo("silent");
    }

    @Test
    void runWithAWarningOfItsOwn_isFinished_andNothingOfItIsOpen() {
        tables.send(job.started(), job.step(0, 1));
        tables.send(job.fires("notice", Severity.WARNING).build());
        assertThat(tables.run("one").alerts()).allMatch(AlertRow::open);
        tables.send(job.ended(Outcome.FINISHED));
        tables.send(job.endsWith("notice", Severity.WARNING, Resolution.RUN_ENDED));

        assertThat(row().verdict()).isNull();
        assertThat(stateInWords()).isEqualTo("finished");
        assertThat(row().unrecoveredAlerts()).isEqualTo(AlertCounts.NONE);
        assertThat(tables.run("one").alerts()).noneMatch(AlertRow::open);
        assertThat(overview().runsUnrecovered()).isZero();
        assertThat(overview().finishedByVerdict()).isEmpty();
    }

    private String stateInWords() {
        return RunVerdict.words(row().state(), row().unrecovered());
    }

    private void endsWith(Job ending, String alertClass) {
        tables.send(ending.started(), ending.step(0, 1), ending.at(1_000).step(1, Double.NaN));
        tables.send(ending.fires(alertClass));
        tables.send(ending.at(2_000).ended(Outcome.FINISHED));
        tables.send(ending.endsWith(alertClass));
    }

    private Overview overview() {
        return tables.overview(Job.START + 60_000);
    }
}
