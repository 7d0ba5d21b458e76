package io.gradwatch.fleet.series;

import io.gradwatch.schema.series.SeriesNames;
import java.util.List;
import java.util.Set;

/** The curve of its run that is drawn beside an alert. */
public final class AlertSeries {

    private AlertSeries() {}

    /**
     * The first of its evidence that the run has, else the loss of its split, else the training loss.
     *
     * @param evidence series that its evidence speaks of
     * @param split as series spell it; null without one
     * @param series of the run
     */
    public static String of(List<String> evidence, String split, Set<String> series) {
        String loss = split == null ? SeriesNames.LOSS : split + "/" + SeriesNames.LOSS;
        return evidence.stream()
                .filter(series::contains)
                .findFirst()
                .orElse(series.contains(loss) ? loss : SeriesNames.LOSS);
    }
}
