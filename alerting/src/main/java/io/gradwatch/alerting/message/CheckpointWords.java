package io.gradwatch.alerting.message;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.SavedCheckpoint;

/** Words for the checkpoint from which a run can go on. */
final class CheckpointWords {

    /** Most characters of a path; the end of a longer one tells more than its beginning. */
    private static final int PATH_LENGTH = 160;

    private static final int READ_LENGTH = 4_096;

    private CheckpointWords() {}

    /** Such as "step 1,000, ckpt/1000.pt, saved 12 min before the alert"; empty where nothing is known of any. */
    static String of(Alert alert) {
        SavedCheckpoint good = alert.getLastGoodCheckpoint();
        int suspects = alert.getSuspectCheckpoints();
        if (good == null) {
            return suspects == 0 ? "" : "none known; " + suspects(suspects);
        }
        return step(good, alert)
                + path(good.getPath())
                + age(good, alert)
                + (suspects == 0 ? "" : "; " + suspects(suspects));
    }

    private static String step(SavedCheckpoint good, Alert alert) {
        String step = good.getStep() < 0 ? "" : "step " + Quantities.step(good.getStep());
        String attempt = good.getAttempt() == alert.getAttempt() ? "" : " of attempt " + good.getAttempt();
        String said = (step + attempt).strip();
        return said.isEmpty() ? "" : said + ", ";
    }

    private static String age(SavedCheckpoint good, Alert alert) {
        long saved = good.getSavedTimeMillis();
        long fired = alert.getFiredTimeMillis() > 0 ? alert.getFiredTimeMillis() : alert.getRaisedTimeMillis();
        return saved <= 0 || fired < saved ? "" : ", saved " + Quantities.span(fired - saved) + " before the alert";
    }

    private static String suspects(int count) {
        return (count == 1 ? "1 that was" : Quantities.step(count) + " that were") + " saved later may hold the fault";
    }

    private static String path(String path) {
        String line = PlainText.oneLine(path, READ_LENGTH);
        if (line.length() <= PATH_LENGTH) {
            return line;
        }
        int from = line.length() - PATH_LENGTH + 1;
        return "…" + line.substring(Character.isLowSurrogate(line.charAt(from)) ? from + 1 : from);
    }
}
