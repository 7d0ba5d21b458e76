package io.gradwatch.detection.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.NoticeLevel;
import io.gradwatch.schema.Severity;
import org.junit.jupiter.api.Test;

class JobNoticeDetectorTest {

    private final TestRun run = TestRun.of("job-notice").step(0, 1.0);

    @Test
    void titlesAreAlertsOfTheirOwn_andAreToldOnce() {
        run.send(notice("disk", NoticeLevel.WARNING)).send(notice("half", NoticeLevel.INFO));
        run.send(notice("disk", NoticeLevel.WARNING));
        assertThat(run.alerts()).extracting(Alert::getSummary).containsExactly("disk: said so", "half: said so");
        assertThat(run.alerts()).extracting(Alert::getSeverity).containsExactly(Severity.WARNING, Severity.INFO);
        assertThat(run.alerts()).extracting(Alert::getId).doesNotHaveDuplicates();
    }

    @Test
    void moreTitlesThanPeopleCanRead_areNotTold() {
        for (int i = 0; i < 100; i++) {
            run.send(notice("loss is " + i, NoticeLevel.INFO));
        }
        assertThat(run.alerts()).hasSize(JobNoticeDetector.MOST_TITLES);
        assertThat(run.alerts().get(19).getSummary()).startsWith("Notice 20 of this attempt, others will not be told");
        assertThat(run.state.alerts).hasSize(JobNoticeDetector.MOST_TITLES);
    }

    @Test
    void aNewAttempt_mayTellAgain_andForgetsTheOldTitles() {
        run.send(notice("disk", NoticeLevel.WARNING));
        run.attempt = 1;
        run.session = 2;
        run.step(0, 1.0).send(notice("disk", NoticeLevel.WARNING));
        assertThat(run.alerts()).extracting(Alert::getAttempt).containsExactly(0, 0, 1);
        assertThat(run.state.alerts).hasSize(1);
    }

    private static Notice notice(String title, NoticeLevel level) {
        return new Notice(title, "said so", level, -1L);
    }
}
