package io.gradwatch.agent.logs.text.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressBarTest {

    @Test
    void barInBrackets_endsBehindItsBracket() {
        assertThat(ProgressBar.endInBrackets("[=====>....] - loss", 1)).isEqualTo(12);
        assertThat(ProgressBar.endInBrackets("[===] loss", 1)).isZero();
        assertThat(ProgressBar.endInBrackets("[=====>.... - loss", 1)).isZero();
        assertThat(ProgressBar.endInBrackets("[=====5]", 1)).isZero();
    }

    @Test
    void barBetweenBars_standsBehindItsPerCent() {
        assertThat(ProgressBar.endBetweenBars("50% |###   | loss", 5)).isEqualTo(12);
        assertThat(ProgressBar.endBetweenBars("loss |###   | 5", 6)).isZero();
        assertThat(ProgressBar.endBetweenBars("|###   |", 1)).isZero();
    }

    @Test
    void drawnBar_isLong_andStandsBeforeANumber() {
        assertThat(ProgressBar.isDrawn("epoch ########-- 80", 6)).isTrue();
        assertThat(ProgressBar.isDrawn("epoch #####-- 80", 6)).isFalse();
        assertThat(ProgressBar.isDrawn("epoch ########-- done", 6)).isFalse();
        assertThat(ProgressBar.isDrawn("########-- 80", 0)).isFalse();
    }

    @Test
    void blocks_areABar_whereSeveralStandOrOneBehindItsPerCent() {
        assertThat(ProgressBar.isBlock('\u2588')).isTrue();
        assertThat(ProgressBar.isBlock('\u2502')).isFalse();
        assertThat(ProgressBar.endOfBlocks("\u2588\u2588\u258c |", 0)).isEqualTo(3);
        assertThat(ProgressBar.isBar("\u2588\u2588", 0, 2)).isTrue();
        assertThat(ProgressBar.isBar("a \u2588", 2, 3)).isFalse();
        assertThat(ProgressBar.isBar("5%|\u2588", 3, 4)).isTrue();
    }

    @Test
    void timesOfABar_tellIt_beforeItHasABlock() {
        assertThat(ProgressBar.isTimed("31/62 0:00:06 \u2022 0:00:06 loss")).isTrue();
        assertThat(ProgressBar.isTimed("31/62 0:00:06 0:00:06 loss")).isFalse();
    }
}
