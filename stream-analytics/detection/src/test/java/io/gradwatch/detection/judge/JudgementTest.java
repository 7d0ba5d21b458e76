package io.gradwatch.detection.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JudgementTest {

    private final Judgement judgement = new Judgement();

    @Test
    void beforeTheFirstLook_nothingIsSeen() {
        for (JudgeFamily family : JudgeFamily.values()) {
            assertThat(judgement.sees(family)).isFalse();
            assertThat(judgement.supports(family)).isFalse();
        }
    }

    @Test
    void oneLookAlone_countsHalf() {
        judgement.take(JudgeFamily.BLOW_UP, 5);

        assertThat(judgement.margin(JudgeFamily.BLOW_UP)).isEqualTo(1);
    }

    @Test
    void familyFurthestAboveItsBar_leads() {
        set(JudgeFamily.BLOW_UP, 0.9, 0.8);
        set(JudgeFamily.STANDSTILL, 0.8, 0.5);
        set(JudgeFamily.OVERFITTING, 0.1, 0.5);
        set(JudgeFamily.OSCILLATION, 0.1, 0.5);

        assertThat(judgement.supports(JudgeFamily.BLOW_UP)).isTrue();
        assertThat(judgement.sees(JudgeFamily.BLOW_UP)).isFalse();
        assertThat(judgement.sees(JudgeFamily.STANDSTILL)).isTrue();
    }

    @Test
    void probabilityEqualToTheBar_isSeen() {
        set(JudgeFamily.BLOW_UP, 0.5, 0.5);

        assertThat(judgement.sees(JudgeFamily.BLOW_UP)).isTrue();
    }

    private void set(JudgeFamily family, double probability, double bar) {
        judgement.probabilities[family.ordinal()] = probability;
        judgement.bars[family.ordinal()] = bar;
    }
}
