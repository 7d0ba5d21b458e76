package io.gradwatch.detection.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {

    private static final CauseModel TWO = CauseModel.parse(List.of(
            "clue,test,FLIPPED_SIGN,LEARNING_RATE_TOO_HIGH,GRADIENTS_KEPT",
            ",always,1,0,0.5",
            "rate_jump,>0.5,0,3,0",
            "rate_jump,unknown,0.5,0,0"));

    @Test
    void weightsOfTheTestsThatHold_giveTheOrder() {
        assertThat(Ranking.of(TWO, clues()))
                .containsExactly(Cause.FLIPPED_SIGN, Cause.GRADIENTS_KEPT, Cause.LEARNING_RATE_TOO_HIGH);
        assertThat(Ranking.of(TWO, clues(Clue.RATE_JUMP, 2f)).get(0)).isEqualTo(Cause.LEARNING_RATE_TOO_HIGH);
    }

    @Test
    void whatIsProven_comesFirst_andWhatIsRuledOut_isLeftOut() {
        assertThat(Ranking.of(TWO, clues(Clue.KEPT, 1f)).get(0)).isEqualTo(Cause.GRADIENTS_KEPT);
        assertThat(Ranking.of(TWO, clues(Clue.PLATEAU, 1f, Clue.MISSING, 0.5f)).get(0))
                .isEqualTo(Cause.MISSING_PARAMETERS);
        assertThat(Ranking.of(TWO, clues(Clue.KEPT, 0f))).doesNotContain(Cause.GRADIENTS_KEPT);
        assertThat(Ranking.of(TWO, clues(Clue.AGREEMENT, 1f, Clue.ASCENT, -1f))).doesNotContain(Cause.FLIPPED_SIGN);
        assertThat(Ranking.of(TWO, clues(Clue.AGREEMENT, -1f)).get(0)).isEqualTo(Cause.FLIPPED_SIGN);
        assertThat(Ranking.of(TWO, clues(Clue.UPHILL_PROVEN, 1f)).get(0)).isEqualTo(Cause.FLIPPED_SIGN);
    }

    @Test
    void whatStandsStill_isProvenByWhatMissesTheOptimizer_andNothingElseIs() {
        assertThat(Proof.of(new Seen(clues(Clue.OVERFITTING, 1f, Clue.MISSING, 0.5f))))
                .isEmpty();
        assertThat(Proof.of(new Seen(clues(Clue.OVERFITTING, 1f, Clue.RATE_ZERO, 1f))))
                .isEmpty();
        assertThat(Proof.of(new Seen(clues(Clue.PLATEAU, 1f, Clue.RATE_ZERO, 1f))))
                .containsExactly(Cause.LEARNING_RATE_TOO_LOW);
    }

    @Test
    void fewTensorsWithoutAGradient_andClippingOfAdam_areNoProofs() {
        assertThat(Proof.of(new Seen(clues(Clue.PLATEAU, 1f, Clue.WITHOUT_GRADIENT, 0.1f))))
                .isEmpty();
        assertThat(Proof.of(new Seen(clues(Clue.PLATEAU, 1f, Clue.WITHOUT_GRADIENT, 0.8f))))
                .containsExactly(Cause.GRADIENTS_BLOCKED);
        assertThat(Proof.of(new Seen(clues(Clue.PLATEAU, 1f, Clue.CLIPPED, 5f, Clue.SGD, 0f))))
                .isEmpty();
        assertThat(Proof.of(new Seen(clues(Clue.PLATEAU, 1f, Clue.CLIPPED, 5f, Clue.SGD, 1f))))
                .containsExactly(Cause.CLIPPED_AWAY);
        assertThat(Proof.of(new Seen(clues(Clue.PLATEAU, 1f, Clue.CLIPPED, 5f, Clue.UPDATE_RATIO, -12f))))
                .containsExactly(Cause.CLIPPED_AWAY);
    }

    @Test
    void shippedTable_readsBackAsItIs_andKnowsNoCauseTwice() {
        CauseModel shipped = CauseModel.shipped();
        assertThat(CauseModel.parse(shipped.toCsv().lines().toList()).toCsv()).isEqualTo(shipped.toCsv());
        assertThat(shipped.causes()).doesNotHaveDuplicates().hasSizeGreaterThan(10);
    }

    @Test
    void aSentenceNamesOneCause() {
        for (Cause cause : Cause.values()) {
            assertThat(Cause.named("Likely: " + cause.text())).contains(cause);
        }
        assertThat(Cause.named("The weights were initialised too small for the depth."))
                .contains(Cause.INITIALISATION);
        assertThat(Cause.named("The inputs are not normalised, so that the first outputs are large."))
                .contains(Cause.INPUT_SCALE);
    }

    private static float[] clues(Object... given) {
        float[] clues = new float[Clue.values().length];
        Arrays.fill(clues, Float.NaN);
        for (int i = 0; i < given.length; i += 2) {
            clues[((Clue) given[i]).ordinal()] = (float) given[i + 1];
        }
        return clues;
    }
}
