package io.gradwatch.detection.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
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

    @Test
    void treeThatIsTooDeep_isRefused() {
        TreeModel.Builder deep = new TreeModel.Builder().tree();
        for (int level = 0; level <= CompleteTrees.DEEPEST; level++) {
            deep.split(0, level, 2 * level + 1, 2 * level + 2, true).leaf(level);
        }
        deep.leaf(9);

        assertThatThrownBy(deep::build).hasMessage("a tree is deeper than 8 splits");
    }

    @Test
    void treesOfAnyShape_areWalkedAsTheirSplitsSay() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            Node tree = Node.random(random, random.nextInt(CompleteTrees.DEEPEST));
            TreeModel.Builder builder = new TreeModel.Builder().tree();
            List<Node> nodes = tree.inOrder();
            nodes.forEach(node -> node.addTo(builder, nodes));
            TreeModel model = builder.build();
            for (int i = 0; i < 20; i++) {
                float[] inputs = {number(random), number(random), number(random)};
                assertThat(model.margin(inputs)).isEqualTo(tree.leafOf(inputs));
            }
        }
    }

    private static float number(Random random) {
        return random.nextInt(4) == 0 ? Float.NaN : random.nextInt(7) - 3;
    }

    /** A split, or a leaf where {@code left} is null. */
    private record Node(int feature, float value, Node left, Node right, boolean unknownLeft) {

        static Node random(Random random, int depth) {
            boolean leaf = depth == 0 || random.nextInt(4) == 0;
            return new Node(
                    random.nextInt(3),
                    random.nextInt(7) - 3,
                    leaf ? null : random(random, depth - 1),
                    leaf ? null : random(random, depth - 1),
                    random.nextBoolean());
        }

        float leafOf(float[] inputs) {
            if (left == null) {
                return value;
            }
            float input = inputs[feature];
            return (Float.isNaN(input) ? unknownLeft : input < value) ? left.leafOf(inputs) : right.leafOf(inputs);
        }

        List<Node> inOrder() {
            List<Node> nodes = new ArrayList<>(List.of(this));
            if (left != null) {
                nodes.addAll(left.inOrder());
                nodes.addAll(right.inOrder());
            }
            return nodes;
        }

        void addTo(TreeModel.Builder builder, List<Node> nodes) {
            if (left == null) {
                builder.leaf(value);
            } else {
                builder.split(feature, value, place(left, nodes), place(right, nodes), unknownLeft);
            }
        }

        private static int place(Node node, List<Node> nodes) {
            return IntStream.range(0, nodes.size())
                    .filter(i -> nodes.get(i) == node)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
