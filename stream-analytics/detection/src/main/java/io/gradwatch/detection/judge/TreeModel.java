package io.gradwatch.detection.judge;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Boosted trees in flat arrays. A node is a split or a leaf; the children of a split are places in the same arrays. The
 * sum is taken as XGBoost takes it: single precision, tree after tree, "less than" goes left, NaN goes where the tree
 * says. Immutable; O(trees * depth) a prediction.
 */
public final class TreeModel {

    private static final int LEAF = -1;

    private final int[] roots;
    private final int[] features;
    private final float[] values;
    private final int[] lefts;
    private final int[] rights;
    private final boolean[] unknownLeft;
    private final CompleteTrees complete;

    TreeModel(int[] roots, int[] features, float[] values, int[] lefts, int[] rights, boolean[] unknownLeft) {
        this.roots = roots;
        this.features = features;
        this.values = values;
        this.lefts = lefts;
        this.rights = rights;
        this.unknownLeft = unknownLeft;
        this.complete = complete();
    }

    private CompleteTrees complete() {
        int depth = 0;
        for (int root : roots) {
            depth = Math.max(depth, depth(root, 0));
        }
        CompleteTrees trees = new CompleteTrees(roots.length, depth);
        for (int tree = 0; tree < roots.length; tree++) {
            lay(trees, tree, roots[tree], 0);
        }
        return trees;
    }

    private int depth(int node, int above) {
        if (above > CompleteTrees.DEEPEST) {
            throw new IllegalArgumentException("a tree is deeper than " + CompleteTrees.DEEPEST + " splits");
        }
        return features[node] == LEAF ? above : Math.max(depth(lefts[node], above + 1), depth(rights[node], above + 1));
    }

    private void lay(CompleteTrees trees, int tree, int node, int place) {
        if (features[node] == LEAF) {
            trees.leaf(tree, place, values[node]);
            return;
        }
        trees.split(tree, place, features[node], values[node], unknownLeft[node]);
        lay(trees, tree, lefts[node], 2 * place + 1);
        lay(trees, tree, rights[node], 2 * place + 2);
    }

    /**
     * Sum of the trees: log odds of what they were fitted to.
     *
     * @param inputs one value a feature, NaN where unknown
     */
    public float margin(float[] inputs) {
        return complete.sum(CompleteTrees.spread(inputs));
    }

    /** The same of inputs that were spread for several models. */
    float marginOf(float[] spread) {
        return complete.sum(spread);
    }

    /** The nodes as text, a line a tree: {@code feature<value,left,right,L} for a split, {@code value} for a leaf. */
    void write(StringBuilder out, IntFunction<String> names) {
        for (int tree = 0; tree < roots.length; tree++) {
            int end = tree + 1 < roots.length ? roots[tree + 1] : features.length;
            for (int node = roots[tree]; node < end; node++) {
                out.append(node == roots[tree] ? "" : " ");
                if (features[node] != LEAF) {
                    out.append(names.apply(features[node])).append('<');
                }
                out.append(values[node]);
                if (features[node] != LEAF) {
                    out.append(',').append(lefts[node] - roots[tree]);
                    out.append(',').append(rights[node] - roots[tree]);
                    out.append(unknownLeft[node] ? ",L" : ",R");
                }
            }
            out.append('\n');
        }
    }

    /** Number of trees. */
    public int trees() {
        return roots.length;
    }

    /** Number of splits and leaves. */
    public int nodes() {
        return features.length;
    }

    /** Collects trees. */
    public static final class Builder {

        private int[] roots = new int[64];
        private int[] features = new int[1024];
        private float[] values = new float[1024];
        private int[] lefts = new int[1024];
        private int[] rights = new int[1024];
        private boolean[] unknownLeft = new boolean[1024];
        private int trees;
        private int nodes;

        /** Begins a tree: places of its nodes count from 0 again. */
        public Builder tree() {
            roots = trees < roots.length ? roots : Arrays.copyOf(roots, 2 * trees);
            roots[trees++] = nodes;
            return this;
        }

        /** Adds a leaf to the present tree. */
        public Builder leaf(float value) {
            return add(LEAF, value, 0, 0, false);
        }

        /**
         * Adds a split to the present tree.
         *
         * @param feature place of the input, 0 or more
         * @param below inputs that are less go left
         * @param left place of a node in the tree
         * @param right place of a node in the tree
         * @param nanLeft whether NaN goes left
         */
        public Builder split(int feature, float below, int left, int right, boolean nanLeft) {
            int root = roots[trees - 1];
            return add(feature, below, root + left, root + right, nanLeft);
        }

        /**
         * The trees so far.
         *
         * @throws IllegalArgumentException of a tree of more than {@value CompleteTrees#DEEPEST} splits from root to
         *     leaf
         */
        public TreeModel build() {
            return new TreeModel(
                    Arrays.copyOf(roots, trees),
                    Arrays.copyOf(features, nodes),
                    Arrays.copyOf(values, nodes),
                    Arrays.copyOf(lefts, nodes),
                    Arrays.copyOf(rights, nodes),
                    Arrays.copyOf(unknownLeft, nodes));
        }

        private Builder add(int feature, float value, int left, int right, boolean nanLeft) {
            if (nodes == features.length) {
                features = Arrays.copyOf(features, 2 * nodes);
                values = Arrays.copyOf(values, 2 * nodes);
                lefts = Arrays.copyOf(lefts, 2 * nodes);
                rights = Arrays.copyOf(rights, 2 * nodes);
                unknownLeft = Arrays.copyOf(unknownLeft, 2 * nodes);
            }
            features[nodes] = feature;
            values[nodes] = value;
            lefts[nodes] = left;
            rights[nodes] = right;
            unknownLeft[nodes] = nanLeft;
            nodes++;
            return this;
        }
    }
}
