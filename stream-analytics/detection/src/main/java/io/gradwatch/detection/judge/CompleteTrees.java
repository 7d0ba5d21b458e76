package io.gradwatch.detection.judge;

/**
 * Trees of one depth, each complete: the children of node {@code i} are {@code 2 i + 1} and {@code 2 i + 2}, and where
 * a tree ends early its leaf stands in all places below. So the way down takes the same steps in every tree and no
 * branch that a processor could predict wrongly. Immutable.
 */
final class CompleteTrees {

    /** Deepest trees that are laid out so; a level more takes twice the memory. */
    static final int DEEPEST = 8;

    private final int depth;
    private final int splits;

    /** Place of the input of each split in what {@link #spread} makes, tree after tree. */
    private final int[] features;

    /** Least input that goes right, of each split. */
    private final float[] bounds;

    private final float[] leaves;

    /**
     * @param trees number of trees
     * @param depth of the deepest one, 0 to {@value #DEEPEST}
     */
    CompleteTrees(int trees, int depth) {
        this.depth = depth;
        splits = (1 << depth) - 1;
        features = new int[trees * splits];
        bounds = new float[trees * splits];
        leaves = new float[trees << depth];
    }

    void split(int tree, int node, int feature, float below, boolean unknownLeft) {
        features[tree * splits + node] = 2 * feature + (unknownLeft ? 1 : 0);
        bounds[tree * splits + node] = below;
    }

    /** Puts a leaf into all places below a node. */
    void leaf(int tree, int node, float value) {
        if (node >= splits) {
            leaves[(tree << depth) + node - splits] = value;
        } else {
            leaf(tree, 2 * node + 1, value);
            leaf(tree, 2 * node + 2, value);
        }
    }

    /**
     * Inputs as the trees read them, each twice: one that is unknown is above all bounds first, and below all then.
     *
     * @param inputs finite, or NaN where unknown
     */
    static float[] spread(float[] inputs) {
        float[] spread = new float[2 * inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            boolean unknown = Float.isNaN(inputs[i]);
            spread[2 * i] = unknown ? Float.POSITIVE_INFINITY : inputs[i];
            spread[2 * i + 1] = unknown ? Float.NEGATIVE_INFINITY : inputs[i];
        }
        return spread;
    }

    /** Sum of the leaves that the inputs lead to, in single precision, tree after tree. */
    float sum(float[] spread) {
        float sum = 0;
        int trees = leaves.length >> depth;
        for (int tree = 0; tree < trees; tree++) {
            int root = tree * splits;
            int node = 0;
            for (int level = 0; level < depth; level++) {
                float above = spread[features[root + node]] - bounds[root + node];
                node = 2 * node + 2 - (Float.floatToRawIntBits(above) >>> 31);
            }
            sum += leaves[(tree << depth) + node - splits];
        }
        return sum;
    }
}
