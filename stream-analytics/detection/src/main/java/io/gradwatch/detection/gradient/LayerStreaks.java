package io.gradwatch.detection.gradient;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * For each layer that shows a symptom, since when it does without a break. Layers that do not show it take no room; of
 * those that do, {@value #MOST} are kept and the others counted. A plain state of at most 10 KB, O(1) a tensor.
 */
public class LayerStreaks {

    /** Most layers that are followed. */
    public static final int MOST = 64;

    private static final int LONGEST_NAME = 100;

    /** Observations of one layer in a row. A plain state. */
    public static class Streak {
        /** Observations in a row. */
        public int count;
        /** Step of the first of them. */
        public long since;
        /** Last observation. */
        public double value;
    }

    /** By name of the layer, at most {@value #LONGEST_NAME} characters of it. */
    public Map<String, Streak> layers = new HashMap<>();

    /** Times that a layer was left out since there was no room. */
    public long leftOut;

    /** Takes one observation of a layer. */
    void take(String layer, boolean shown, double value, long step) {
        String name = shortened(layer);
        if (!shown) {
            layers.remove(name);
            return;
        }
        Streak streak = layers.get(name);
        if (streak == null) {
            if (layers.size() >= MOST) {
                leftOut++;
                return;
            }
            streak = new Streak();
            streak.since = step;
            layers.put(name, streak);
        }
        streak.count++;
        streak.value = value;
    }

    /** A name as it is kept. */
    static String shortened(String layer) {
        return layer.length() > LONGEST_NAME ? layer.substring(0, LONGEST_NAME) : layer;
    }

    /** The layer that lasts for longest of those that last long enough; of several the first by name. */
    Optional<Map.Entry<String, Streak>> longest(int observations, long steps, long now) {
        if (layers.isEmpty()) {
            return Optional.empty();
        }
        return layers.entrySet().stream()
                .filter(entry -> lasting(entry.getValue(), observations, steps, now))
                .min(Comparator.<Map.Entry<String, Streak>>comparingLong(entry -> entry.getValue().since)
                        .thenComparing(Map.Entry.comparingByKey()));
    }

    /** Layers that last long enough. */
    long count(int observations, long steps, long now) {
        return layers.values().stream()
                .filter(streak -> lasting(streak, observations, steps, now))
                .count();
    }

    private static boolean lasting(Streak streak, int observations, long steps, long now) {
        return streak.count >= observations && now - streak.since >= steps;
    }
}
