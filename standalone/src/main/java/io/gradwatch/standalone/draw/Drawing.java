package io.gradwatch.standalone.draw;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gradwatch.fleet.http.history.HistoryRoutes.Curve;
import io.gradwatch.fleet.http.route.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Documents with charts of the fleet's page, each in one file that loads nothing. Their security policy keeps names in
 * a log from running anything.
 */
final class Drawing {

    private static final String TEMPLATE = template();
    private static final String DATA = "id=\"drawn\">";

    private Drawing() {}

    /** The replayed runs. */
    record RunList(List<ListedRun> runs) {}

    /**
     * A run in the list.
     *
     * @param page name of the file with its drawing
     * @param alerts the first of its alerts
     * @param loss null without one
     */
    record ListedRun(String run, String page, long rows, List<ListedAlert> alerts, Curve loss) {}

    /** An alert in the list. */
    record ListedAlert(@JsonProperty("class") String alertClass, String severity, String state) {}

    /**
     * A run with its curves.
     *
     * @param problem reason why its log was not read to the end; null where it was
     * @param abstained inputs that detectors lacked, in words, by id of the detector
     */
    record DrawnRun(
            String run,
            long rows,
            String problem,
            Map<String, String> abstained,
            List<DrawnAlert> alerts,
            List<Curve> curves) {}

    /**
     * Document of a run or of the list. Without {@code <} in it, data cannot end their element.
     *
     * @param data {@link DrawnRun} or {@link RunList}
     */
    static String of(Record data) {
        String json = new String(Json.bytes(data), StandardCharsets.UTF_8).replace("<", "\\u003c");
        int place = TEMPLATE.indexOf(DATA) + DATA.length();
        return TEMPLATE.substring(0, place) + json + TEMPLATE.substring(place);
    }

    private static String template() {
        try (InputStream in = Json.class.getResourceAsStream("/io/gradwatch/fleet/drawing.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the document of the drawings cannot be read", e);
        }
    }
}
