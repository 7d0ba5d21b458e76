package io.gradwatch.detection.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TreeModelTest {

    /** Below 1 of the first feature, unknown with it, is -2; else by the second, unknown to the right. */
    private static final TreeModel TREES = new TreeModel.Builder()
            .tree()
            .split(0, 1f, 1, 2, true)
            .leaf(-2)
            .split(1, 0.5f, 3, 4, false)
            .leaf(1)
            .leaf(3)
            .tree()
            .leaf(0.25f)
            .build();

    @Test
    void inputBelowTheSplit_goesLeft_andTreesAreSummed() {
        assertThat(TREES.margin(new float[] {0.9f, 9})).isEqualTo(-1.75f);
    }

    @Test
    void inputEqualToTheSplit_goesRight() {
        assertThat(TREES.margin(new float[] {1, 0.4f})).isEqualTo(1.25f);
    }

    @Test
    void unknownInput_goesWhereTheSplitSays() {
        assertThat(TREES.margin(new float[] {Float.NaN, 0})).isEqualTo(-1.75f);
        assertThat(TREES.margin(new float[] {2, Float.NaN})).isEqualTo(3.25f);
    }

    @Test
    void manyTrees_growTheArrays() {
        TreeModel.Builder many = new TreeModel.Builder();
        for (int i = 0; i < 2000; i++) {
            many.tree().split(0, 0, 1, 2, true).leaf(0).leaf(1);
        }

        TreeModel model = many.build();

        assertThat(model.trees()).isEqualTo(2000);
        assertThat(model.nodes()).isEqualTo(6000);
        assertThat(model.margin(new float[] {1})).isEqualTo(2000);
    }
}
