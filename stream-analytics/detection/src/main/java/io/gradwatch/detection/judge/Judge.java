package io.gradwatch.detection.judge;

import io.gradwatch.detection.sketch.Features;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Trees, and how their sum becomes a probability.
 *
 * @param trees sum of log odds
 * @param slope the probability is {@code 1 / (1 + exp(-(slope * margin + intercept)))}, fitted on held-out margins
 * @param intercept of the same
 * @param provenance lines that say what it was fitted to and how well it does on sources held out
 */
public record Judge(TreeModel trees, double slope, double intercept, List<String> provenance) {

    private static final String COMMENT = "# ";
    private static final String CALIBRATION = "calibration ";
    private static final String FEATURES = "features ";
    private static final Map<String, Integer> PLACES = places();

    /**
     * Probability that a careful engineer would call the run faulty now, 0 to 1.
     *
     * @param inputs one value a feature, NaN where unknown
     */
    public double probability(float[] inputs) {
        return probability(trees.margin(inputs));
    }

    /** The probability that belongs to a sum of log odds. */
    public double probability(double margin) {
        return 1 / (1 + Math.exp(-(slope * margin + intercept)));
    }

    /** As text: comments, calibration, names of the features, then a line a tree. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        provenance.forEach(line -> text.append(COMMENT).append(line).append('\n'));
        text.append(CALIBRATION).append(slope).append(' ').append(intercept).append('\n');
        text.append(FEATURES).append(String.join(" ", Features.all())).append('\n');
        trees.write(text, Integer::toString);
        return text.toString();
    }

    /**
     * Reads what {@link #toText} wrote. Features are found by name, so that others may have been added since.
     *
     * @param file name for messages
     * @throws IllegalStateException with file and line where it is not as it must be
     */
    static Judge parse(String file, List<String> lines) {
        List<String> comments = new ArrayList<>();
        TreeModel.Builder trees = new TreeModel.Builder();
        double[] calibration = {1, 0};
        String[] names = {};
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            try {
                if (line.startsWith(COMMENT)) {
                    comments.add(line.substring(COMMENT.length()));
                } else if (line.startsWith(CALIBRATION)) {
                    String[] words = line.split(" ");
                    calibration = new double[] {Double.parseDouble(words[1]), Double.parseDouble(words[2])};
                } else if (line.startsWith(FEATURES)) {
                    names = line.substring(FEATURES.length()).split(" ");
                } else {
                    tree(trees.tree(), line, names);
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IllegalStateException(
                        file + ":" + (i + 1) + ": '" + line.substring(0, Math.min(60, line.length()))
                                + "' is no line of a judge: " + e.getMessage(),
                        e);
            }
        }
        return new Judge(trees.build(), calibration[0], calibration[1], List.copyOf(comments));
    }

    private static Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        Features.all().forEach(feature -> places.put(feature, places.size()));
        return places;
    }

    private static void tree(TreeModel.Builder trees, String line, String[] names) {
        for (String node : line.split(" ")) {
            int less = node.indexOf('<');
            if (less < 0) {
                trees.leaf(Float.parseFloat(node));
                continue;
            }
            String[] parts = node.substring(less + 1).split(",");
            String name = names[Integer.parseInt(node.substring(0, less))];
            Integer place = PLACES.get(name);
            if (place == null) {
                throw new IllegalArgumentException("no feature is called '" + name + "'");
            }
            trees.split(
                    place,
                    Float.parseFloat(parts[0]),
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2]),
                    parts[3].equals("L"));
        }
    }
}
