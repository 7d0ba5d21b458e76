package io.gradwatch.calibration.corpus;

import io.gradwatch.standalone.evaluate.LabelledRun;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of what runs have in common that are nearly the same run: they are held out together, and together weigh less.
 *
 * <p>Of a log its repository. Of a run of the lab its program. Of a program with a planted fault its root problem with
 * its repaired twins, seeds and variants: the issue of a benchmark ({@code HRA-project-12}), a question's number of
 * eight digits, or the first two words of the id without the number of a seed or iteration.
 */
final class SourceGroup {

    private static final Pattern ISSUE = Pattern.compile("HRA-[A-Za-z0-9]+-\\d+");
    private static final Pattern QUESTION = Pattern.compile("\\d{8}");
    private static final Pattern SEED = Pattern.compile("[-_](s|r|iter)?\\d+$");

    private SourceGroup() {}

    static String of(LabelledRun run) {
        Matcher issue = ISSUE.matcher(run.id());
        if (issue.lookingAt()) {
            return issue.group();
        }
        Matcher question = QUESTION.matcher(run.id());
        if (question.find()) {
            return "question-" + question.group();
        }
        if (run.set().equals("logs")) {
            return run.source().split("[ :#]", 2)[0];
        }
        if (run.set().equals("lab")) {
            return run.source();
        }
        String[] words = run.id().split("-", 3);
        return SEED.matcher(words.length < 2 ? words[0] : words[0] + "-" + words[1])
                .replaceFirst("");
    }
}
