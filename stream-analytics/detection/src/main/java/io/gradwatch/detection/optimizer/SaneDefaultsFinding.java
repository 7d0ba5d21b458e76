package io.gradwatch.detection.optimizer;

import io.gradwatch.detection.spi.Finding;
import io.gradwatch.schema.Severity;
import java.util.List;

/** Names all departures in one finding. */
final class SaneDefaultsFinding {

    private SaneDefaultsFinding() {}

    static Finding of(List<Departures.Departure> departures, long step) {
        String first = departures.get(0).text();
        String more = departures.size() == 1 ? "" : " (and " + (departures.size() - 1) + " more)";
        Finding.Builder finding = Finding.builder(
                        Severity.INFO, step, "The configuration departs from sane defaults" + more + ": " + first)
                .evidence("departures", departures.size(), "", ">", 0);
        for (Departures.Departure departure : departures) {
            finding.cause(departure.text(), departure.item()).remedy(departure.remedy(), departure.item());
        }
        return finding.build();
    }
}
