package io.gradwatch.detection.optimizer;

import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.schema.Severity;
import java.util.List;

/** Names all departures in one finding. */
final class SaneDefaultsFinding {

    private SaneDefaultsFinding() {}

    static Finding of(List<Departures.Departure> departures, long step) {
        String first = departures.get(0).text();
        int others = departures.size() - 1;
        String more = others == 0 ? "" : " (and " + others + " more)";
        Finding.Builder finding = Finding.builder(
                        Severity.INFO, step, "The configuration departs from sane defaults" + more + ": " + first)
                .evidence(Reading.count("departures", departures.size(), "departures")
                        .above(0));
        if (others > 0) {
            finding.evidence(Reading.count("other departures", others, "departures"));
        }
        for (Departures.Departure departure : departures) {
            finding.cause(departure.text(), departure.item()).remedy(departure.remedy(), departure.item());
        }
        return finding.build();
    }
}
