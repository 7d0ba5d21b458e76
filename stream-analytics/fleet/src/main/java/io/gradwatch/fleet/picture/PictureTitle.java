package io.gradwatch.fleet.picture;

import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertDetail.Evidence;
import io.gradwatch.fleet.live.view.AlertRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Words above a picture.
 *
 * @param heading fault and run
 * @param about series with its unit, and place of the fault
 */
record PictureTitle(String heading, String about) {

    static PictureTitle of(AlertDetail alert) {
        AlertRow row = alert.row();
        String run = NumberText.line(row.runName().isBlank() ? row.run() : row.runName());
        List<String> about = new ArrayList<>();
        about.add(NumberText.line(alert.series()) + unit(alert));
        if (!row.project().isBlank()) {
            about.add(NumberText.line(row.project()));
        }
        about.add("attempt " + row.attempt());
        if (row.rank() != null) {
            about.add("rank " + row.rank());
        }
        return new PictureTitle(fault(row.alertClass()) + ": " + run, String.join(" · ", about));
    }

    private static String fault(String alertClass) {
        String words = NumberText.line(alertClass.replace('_', ' '));
        if (words.equals("nan") || words.isEmpty()) {
            return words.isEmpty() ? "Alert" : "NaN";
        }
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String unit(AlertDetail alert) {
        return alert.evidence().stream()
                .filter(one -> one.series().equals(alert.series()) && one.role().equals("level"))
                .map(Evidence::unit)
                .filter(unit -> !unit.isBlank())
                .map(unit -> ", " + NumberText.line(unit))
                .findFirst()
                .orElse("");
    }
}
