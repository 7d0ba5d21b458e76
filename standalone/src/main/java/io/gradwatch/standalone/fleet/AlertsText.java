package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.TextTable;

/** Alerts as a table. */
final class AlertsText {

    private AlertsText() {}

    static TextTable table(Iterable<JsonNode> alerts, PageLinks links, long nowMillis) {
        TextTable table = new TextTable("severity", "state", "class", "run", "onset", "raised", "what", "page")
                .words(1, 2, 3, 6, 7);
        for (JsonNode alert : alerts) {
            table.row(
                    Cells.text(alert.path("severity")),
                    Cells.text(alert.path("status")),
                    Cells.text(alert.path("class")),
                    Cells.text(alert.path("run")),
                    Cells.count(alert.path("onset_step")),
                    Cells.ago(alert.path("raised_millis"), nowMillis),
                    Cells.text(alert.path("summary")),
                    links.alert(alert));
        }
        return table;
    }
}
