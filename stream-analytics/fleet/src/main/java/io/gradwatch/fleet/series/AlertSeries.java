package io.gradwatch.fleet.series;

import java.util.List;
import java.util.Set;

/** Which curve of its run to draw beside an alert. */
public final class AlertSeries {

    private AlertSeries() {}

    /**
     * The first that the evidence names, else the loss of its split, else the training loss.
     *
     * @param evidence names of what was measured
     * @param split as series spell it; null without one
     * @param series of the run
     */
    public static String of(List<String> evidence, String split, Set<String> series) {
        for (String measured : evidence) {
            String name = measured.strip().replace(' ', '_');
            if (series.contains(name)) {
                return name;
            }
        }
        return split != null && series.contains(split + "/loss") ? split + "/loss" : "loss";
    }
}
