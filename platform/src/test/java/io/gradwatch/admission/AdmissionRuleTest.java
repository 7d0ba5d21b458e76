package io.gradwatch.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Origin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionRuleTest {

    /** The rank was last heard from session 7 of attempt 2, with sequence number 10. */
    @ParameterizedTest
    @CsvSource({
        "2, 7, 11, false, false, ACCEPTED",
        "2, 7, 10, false, false, DUPLICATE",
        "2, 7,  9, false, false, DUPLICATE",
        "2, 7, 10, true,  false, DUPLICATE",
        "2, 7, 11, true,  false, ENDED",
        "2, 7, 11, false, true,  ACCEPTED",
        "1, 7, 11, false, false, SUPERSEDED",
        "1, 8,  0, true,  true,  SUPERSEDED",
        "2, 8,  0, false, false, OTHER_SESSION",
        "2, 8,  0, true,  false, ACCEPTED",
        "2, 8,  0, false, true,  ACCEPTED",
    })
    void recordOfAKnownRank_isDecidedByAttemptSessionAndSequence(
            int attempt, long session, long sequence, boolean ended, boolean silent, AdmissionRule expected) {
        assertThat(AdmissionRule.of(origin(attempt, session, sequence), 2, 7, 10, ended, silent))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"2, ACCEPTED", "3, ACCEPTED", "1, SUPERSEDED"})
    void firstRecordOfARank_countsInThePresentAttempt(int attempt, AdmissionRule expected) {
        assertThat(AdmissionRule.ofNewRank(origin(attempt, 7, 0), 2)).isEqualTo(expected);
    }

    private static Origin origin(int attempt, long session, long sequence) {
        return new Origin("run", attempt, 0, session, sequence, 0L, false);
    }
}
