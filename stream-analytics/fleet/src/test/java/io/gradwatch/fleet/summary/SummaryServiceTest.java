package io.gradwatch.fleet.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.gradwatch.fleet.history.ExampleHistory;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.history.Records;
import io.gradwatch.fleet.sql.SqlRefusedException;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.fleet.sql.SqlSettings;
import io.gradwatch.fleet.summary.Summary.Fault;
import io.gradwatch.fleet.summary.Summary.Result;
import io.gradwatch.fleet.summary.Summary.RunCounts;
import io.gradwatch.fleet.summary.Summary.WorstRun;
import io.gradwatch.silence.NamePattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Summaries of {@link ExampleHistory}, whose steps take a hundredth of an hour. */
class SummaryServiceTest {

    private static final long STEP_MILLIS = 36_000;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final long DAY_END = Records.START + DAY_MILLIS;

    @TempDir
    private static Path root;

    private static History history;
    private static SqlService sql;
    private static SummaryService summaries;

    @BeforeAll
    static void open() throws Exception {
        history = new History(root, HistorySettings.defaults());
        ExampleHistory.write(history);
        sql = new SqlService(history, SqlSettings.defaults());
        summaries = new SummaryService(sql);
    }

    @AfterAll
    static void close() {
        sql.close();
        history.close();
    }

    @Test
    void summaryThatNobodyWaitsFor_ends() {
        SummaryPeriod period = new SummaryPeriod(Records.START, Records.START + DAY_MILLIS, null);

        assertThatThrownBy(() -> summaries.of(period, () -> true)).isInstanceOf(SqlRefusedException.class);
    }

    @Test
    void day_hasItsRunsAndItsFaultsByClass() throws Exception {
        Summary day = summary(0, DAY_MILLIS, null);

        assertThat(day.runs()).isEqualTo(new RunCounts(10, 9, 7, 0));
        assertThat(day.faults())
                .containsExactly(
                        new Fault("nan", 2, 2, 2, 0, 1, 2),
                        new Fault("crashed", 1, 1, 1, 0, 0, 0),
                        new Fault("diverging", 1, 1, 1, 0, 1, 0),
                        new Fault("silent", 1, 1, 1, 0, 1, 0),
                        new Fault("loss_spike", 1, 1, 0, 1, 0, 0));
    }

    @Test
    void hoursLost_areThoseFromCriticalToTheEnd_timesTheAccelerators() throws Exception {
        Summary day = summary(0, DAY_MILLIS, null);

        assertThat(day.worstRuns()).extracting(WorstRun::run).containsExactly("v6", "v7", "l1");
        assertThat(day.worstRuns().get(0).gpuHoursLost()).isCloseTo(50 * 0.01 * 2, offset(1e-9));
        assertThat(day.worstRuns().get(1).gpuHoursLost()).isCloseTo(40 * 0.01 * 2, offset(1e-9));
        assertThat(day.worstRuns().get(2).gpuHoursLost()).isCloseTo(9 * 0.01, offset(1e-9));
        assertThat(day.gpuHoursLost()).isCloseTo(1.89, offset(1e-9));
        assertThat(day.runsWithLoss()).isEqualTo(3);
        assertThat(day.worstRuns()).extracting(WorstRun::open).containsExactly(true, false, true);
        assertThat(day.worstRuns()).extracting(WorstRun::outcome).containsExactly("stopped", "stopped", "running");
        assertThat(day.worstRuns().get(2).classes()).isEqualTo("nan, silent");
    }

    @Test
    void faultsThatBeganBefore_countWithinTheTimeOnly() throws Exception {
        Summary late = summary(90 * STEP_MILLIS, DAY_MILLIS, null);

        assertThat(late.gpuHoursLost()).isCloseTo(2 * 10 * 0.01 * 2, offset(1e-9));
        assertThat(late.faults()).isEmpty();
        assertThat(late.runs()).isEqualTo(new RunCounts(0, 9, 7, 0));
    }

    @Test
    void project_leavesTheOthersOut() throws Exception {
        Summary language = summary(0, DAY_MILLIS, "language");

        assertThat(language.project()).isEqualTo("language");
        assertThat(language.runs().started()).isEqualTo(2);
        assertThat(language.worstRuns()).extracting(WorstRun::run).containsExactly("l1");
        assertThat(summary(0, DAY_MILLIS, "x' OR 'a' = 'a").runs().started()).isZero();
    }

    @Test
    void team_hasTheRunsOfItsProjectsAndOfItsOwners() throws Exception {
        SummaryTeam language = new SummaryTeam(List.of(NamePattern.of("lang*")), List.of(NamePattern.of("/no.body/")));
        Summary ofLanguage = summaries.of(new SummaryPeriod(Records.START, DAY_END, null, language), () -> false);
        SummaryTeam nobodys = new SummaryTeam(List.of(), List.of(NamePattern.of("x' OR 'a' = 'a")));
        Summary ofNobody = summaries.of(new SummaryPeriod(Records.START, DAY_END, null, nobodys), () -> false);
        SummaryTeam both = new SummaryTeam(List.of(NamePattern.of("vision")), List.of(NamePattern.of("*")));

        assertThat(ofLanguage.runs())
                .isEqualTo(summary(0, DAY_MILLIS, "language").runs());
        assertThat(ofLanguage.faults()).extracting(Fault::alertClass).containsExactly("crashed", "nan", "silent");
        assertThat(ofLanguage.worstRuns()).extracting(WorstRun::run).containsExactly("l1");
        assertThat(ofNobody.runs()).isEqualTo(new RunCounts(0, 0, 0, 0));
        assertThat(ofNobody.faults()).isEmpty();
        assertThat(summaries
                        .of(new SummaryPeriod(Records.START, DAY_END, null, both), () -> false)
                        .results())
                .isEqualTo(summary(0, DAY_MILLIS, null).results());
    }

    @Test
    void lowestValidationLoss_isAResult_whereItIsLowerThanBefore() throws Exception {
        assertThat(summary(0, DAY_MILLIS, null).results()).containsExactly(new Result("vision", "v2", "v2", 0.2, null));
        assertThat(summary(60_000, DAY_MILLIS, null).results()).isEmpty();
    }

    @Test
    void timeBeforeEverything_isEmpty() throws Exception {
        Summary before = summary(-DAY_MILLIS, -DAY_MILLIS / 2, null);

        assertThat(before.runs()).isEqualTo(new RunCounts(0, 0, 0, 0));
        assertThat(before.faults()).isEmpty();
        assertThat(before.worstRuns()).isEmpty();
        assertThat(before.results()).isEmpty();
        assertThat(before.gpuHoursLost()).isZero();
    }

    private static Summary summary(long fromMillis, long toMillis, String project) throws Exception {
        return summaries.of(
                new SummaryPeriod(Records.START + fromMillis, Records.START + toMillis, project), () -> false);
    }
}
