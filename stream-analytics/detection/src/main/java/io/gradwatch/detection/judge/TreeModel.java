package io.gradwatch.detection.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Boosted trees. A node is a split or a leaf; the children of a split are places in its tree. The sum is taken as
 * XGBoost takes it: single precision, tree after tree, "less than" goes left, NaN goes where the tree says. Immutable;
 * O(trees * depth) a prediction.
 */
public final class TreeModel {

    private static final int LEAF = -1;

    private final List<List<Node>> trees;
    private final CompleteTrees complete;

    private record Node(int feature, float value, int left, int right, boolean unknownLeft) {

        boolean isLeaf() {
            return feature == LEAF;
        }
    }

    private TreeModel(List<List<Node>> trees) {
        this.trees = trees;
        int depth = trees.stream().mapToInt(tree -> depth(tree, 0, 0)).max().orElse(0);
        complete = new CompleteTrees(trees.size(), depth);
        for (int tree = 0; tree < trees.size(); tree++) {
            lay(tree, 0, 0);
        }
    }

    private static int depth(List<Node> tree, int place, int above) {
        if (above > CompleteTrees.DEEPEST) {
            throw new IllegalArgumentException("a tree is deeper than " + CompleteTrees.DEEPEST + " splits");
        }
        Node node = tree.get(place);
        return node.isLeaf() ? above : Math.max(depth(tree, node.left, above + 1), depth(tree, node.right, above + 1));
    }

    private void lay(int tree, int from, int place) {
        Node node = trees.get(tree).get(from);
        if (node.isLeaf()) {
            complete.leaf(tree, place, node.value);
            return;
        }
        complete.split(tree, place, node.feature, node.value, node.unknownLeft);
        lay(tree, node.left, 2 * place + 1);
        lay(tree, node.right, 2 * place + 2);
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
        for (List<Node> tree : trees) {
            String separator = "";
            for (Node node : tree) {
                out.append(separator);
                separator = " ";
                if (node.isLeaf()) {
                    out.append(node.value);
                } else {
                    out.append(names.apply(node.feature)).append('<').append(node.value);
                    out.append(',').append(node.left).append(',').append(node.right);
                    out.append(node.unknownLeft ? ",L" : ",R");
                }
            }
            out.append('\n');
        }
    }

    /** Number of trees. */
    public int trees() {
        return trees.size();
    }

    /** Number of splits and leaves. */
    public int nodes() {
        return trees.stream().mapToInt(List::size).sum();
    }

    /** Collects trees. */
    public static final class Builder {

        private final List<List<Node>> trees = new ArrayList<>();

        /** Begins a tree: places of its nodes count from 0 again. */
        public Builder tree() {
            trees.add(new ArrayList<>());
            return this;
        }

        /** Adds a leaf to the present tree. */
        public Builder leaf(float value) {
            return add(new Node(LEAF, value, 0, 0, false));
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
            return add(new Node(feature, below, left, right, nanLeft));
        }

        /**
         * The trees so far.
         *
         * @throws IllegalArgumentException of a tree of more than {@value CompleteTrees#DEEPEST} splits from root to
         *     leaf
         */
        public TreeModel build() {
            return new TreeModel(trees.stream().map(List::copyOf).toList());
        }

        private Builder add(Node node) {
            trees.get(trees.size() - 1).add(node);
            return this;
        }
    }
}
