package io.gradwatch.detection.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class JudgementTest {

    private final Judgement judgement = new Judgement();

    @Test
    void beforeTheFirstLook_nothingIsSeen() {
        assertThat(judgement.sees()).isFalse();
        for (JudgeFamily family : JudgeFamily.values()) {
            assertThat(judgement.sees(family)).isFalse();
            assertThat(judgement.supports(family)).isFalse();
        }
    }

    @Test
    void oneLookAlone_countsThreeTenths() {
        judgement.take(7);

        assertThat(judgement.margin).isCloseTo(0, Offset.offset(1e-12));
    }

    @Test
    void likeliestFamily_isSeen_andWitnessesOfAFarOneAreNotBelieved() {
        judgement.probability = 0.9;
        judgement.bar = 0.8;
        judgement.leanings = new double[] {2, 1.5, -1, -2};
        judgement.rises = true;

        assertThat(judgement.sees(JudgeFamily.BLOW_UP)).isTrue();
        assertThat(judgement.sees(JudgeFamily.STANDSTILL)).isFalse();
        assertThat(judgement.supports(JudgeFamily.STANDSTILL)).isTrue();
        assertThat(judgement.supports(JudgeFamily.OSCILLATION)).isFalse();
    }

    @Test
    void blowUpWithoutARise_isTheNextFamily_andItsWitnessesAreBelieved() {
        judgement.probability = 0.9;
        judgement.bar = 0.8;
        judgement.leanings = new double[] {2, 1.5, -1, -2};

        assertThat(judgement.sees(JudgeFamily.BLOW_UP)).isFalse();
        assertThat(judgement.sees(JudgeFamily.STANDSTILL)).isTrue();
        assertThat(judgement.supports(JudgeFamily.BLOW_UP)).isTrue();
    }

    @Test
    void probabilityBelowTheBar_believesNobody() {
        judgement.probability = 0.7;
        judgement.bar = 0.8;

        assertThat(judgement.supports(JudgeFamily.BLOW_UP)).isFalse();
    }
}
