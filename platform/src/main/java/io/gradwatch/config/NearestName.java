package io.gradwatch.config;

import java.util.Collection;

/** Finds the known name that a mistyped one was meant to be. */
public final class NearestName {

    /** No key of ours is so long, in characters; longer ones are not compared. */
    private static final int LONGEST = 200;

    private NearestName() {}

    /**
     * The known name with the fewest edits (Levenshtein distance), or null where every one needs more than half anew.
     */
    public static String of(String name, Collection<String> known) {
        return within(Math.max(2, name.length() / 2), name, known);
    }

    /** The known name with the fewest edits, or null where every one needs more than {@code most}. */
    static String within(int most, String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return null;
        }
        String nearest = null;
        int fewest = most + 1;
        for (String candidate : known) {
            int edits = edits(name, candidate);
            if (edits < fewest) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
