package io.gradwatch.detection.progress;

import com.google.auto.service.AutoService;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.NoticeLevel;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;
import java.util.ArrayList;
import java.util.List;

/**
 * Fires when the job itself gives notice of something.
 *
 * <p><b>Meaning</b> The job knows what no curve shows: a threshold of its own, a disk that fills up, a milestone.
 *
 * <p><b>Input</b> {@link Notice}s of every rank.
 *
 * <p><b>Statistic</b> None: what the job says is passed on.
 *
 * <p><b>Thresholds</b> At most {@value #MOST_TITLES} titles an attempt are reported, so that a job which puts numbers
 * into its titles cannot flood people (own choice); the last says that it is the last.
 *
 * <p><b>Firing and recovery</b> At once, with the severity that the job says; a title is reported again when its
 * severity grows. Recovered when the run ends.
 *
 * <p><b>Cost and limits</b> 100 bytes a title. The job's text is shown as it is, bounded.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class JobNoticeDetector extends SpecifiedDetector<JobNoticeDetector.State> {

    static final int MOST_TITLES = 20;

    private static final int MOST_TITLE_CHARACTERS = 100;

    /** For the service loader. */
    public JobNoticeDetector() {
        super(
                State::new,
                DetectorSpec.of("job-notice", AlertClass.NOTICE, Severity.CRITICAL)
                        .ofAllRanks());
    }

    /** State of a run. A plain state. */
    public static class State {
        /** Titles of the notices. */
        public List<String> titles = new ArrayList<>();
    }

    @Override
    public Verdict onNotice(State state, Notice notice, DetectionContext context) {
        String title = bounded(notice.getTitle());
        if (!state.titles.contains(title)) {
            if (state.titles.size() >= MOST_TITLES) {
                return Verdict.UNCHANGED;
            }
            state.titles.add(title);
        }
        String text = notice.getText().isBlank() ? title : title + ": " + notice.getText();
        String summary = state.titles.indexOf(title) < MOST_TITLES - 1
                ? text
                : "Notice " + MOST_TITLES + " of this attempt, others will not be told: " + text;
        long step = Math.max(0, notice.getStep() >= 0 ? notice.getStep() : context.lastStep());
        return Verdict.firing(Finding.builder(severity(notice.getLevel()), step, summary)
                .rank(context.rank())
                .topic(title)
                .advice("job-notice"));
    }

    private static Severity severity(NoticeLevel level) {
        return switch (level) {
            case CRITICAL -> Severity.CRITICAL;
            case WARNING -> Severity.WARNING;
            case INFO, UNKNOWN -> Severity.INFO;
        };
    }

    private static String bounded(String title) {
        return title.length() <= MOST_TITLE_CHARACTERS ? title : title.substring(0, MOST_TITLE_CHARACTERS) + "…";
    }
}
