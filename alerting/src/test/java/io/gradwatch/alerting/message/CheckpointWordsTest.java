package io.gradwatch.alerting.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.SavedCheckpoint;
import io.gradwatch.schema.Severity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointWordsTest {

    private static final long MINUTE = 60_000;
    private static final long FIRED = 100 * MINUTE;

    @Test
    void checkpoint_isToldWithStepPathAndAge() {
        assertThat(words(new SavedCheckpoint(2, 1000L, "ckpt/1000.pt", 88 * MINUTE, 5L, Map.of()), 0))
                .isEqualTo("step 1,000, ckpt/1000.pt, saved 12 min before the alert");
        assertThat(words(new SavedCheckpoint(1, 1000L, "a", 40 * MINUTE, null, Map.of()), 1))
                .isEqualTo("step 1,000 of attempt 1, a, saved 1 h before the alert;"
                        + " 1 that was saved later may hold the fault");
    }

    @Test
    void whatIsNotKnown_isNotTold() {
        assertThat(words(new SavedCheckpoint(2, -1L, "a", 0L, null, Map.of()), 2))
                .isEqualTo("a; 2 that were saved later may hold the fault");
        assertThat(words(null, 2)).isEqualTo("none known; 2 that were saved later may hold the fault");
        assertThat(words(null, 0)).isEmpty();
    }

    @Test
    void hostilePath_isOneLine_andItsEndIsKept() {
        String path = "/a\n\u202e/" + "x".repeat(3_000) + "/checkpoint-1000";

        assertThat(words(new SavedCheckpoint(2, -1L, path, 0L, null, Map.of()), 0))
                .hasSize(160)
                .startsWith("…x")
                .endsWith("/checkpoint-1000");
        assertThat(words(new SavedCheckpoint(2, -1L, "a\nb\u202ec", 0L, null, Map.of()), 0))
                .isEqualTo("a bc");
    }

    @Test
    void entry_tellsItAfterTheRemedies_untilItHasRecovered() {
        MessageEntry fires = entry(Alerts.withCheckpoint(Alerts.nan("a")));
        List<String> lines = fires.shortLines();

        assertThat(lines.get(lines.size() - 2)).startsWith("Try first: ");
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo("Last good checkpoint: step 1,000, ckpt/step-1000.pt, saved 12 min before the alert;"
                        + " 1 that was saved later may hold the fault");
        assertThat(entry(Alerts.resolved(Alerts.withCheckpoint(Alerts.nan("a"))))
                        .checkpoint())
                .isEmpty();
    }

    private static MessageEntry entry(Alert alert) {
        return Message.of(Alerts.notification(alert)).entries().get(0);
    }

    private static String words(SavedCheckpoint good, int suspects) {
        return CheckpointWords.of(Alerts.firing("a", "nan", Severity.CRITICAL)
                .setAttempt(2)
                .setFiredTimeMillis(FIRED)
                .setLastGoodCheckpoint(good)
                .setSuspectCheckpoints(suspects)
                .build());
    }
}
