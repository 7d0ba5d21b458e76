package io.gradwatch.standalone.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An alert of an attempt of which at least one alert was voted on.
 *
 * @param useful people who found it useful to be told
 * @param useless people who did not
 */
record VotedAlert(
        String run, int attempt, String project, String alertClass, long onsetStep, long useful, long useless) {

    /**
     * Alerts that count as an alarm, of all attempts with votes. Sorted so that the same votes give the same labels.
     */
    static final String QUERY = """
            WITH votes AS (SELECT alert, count(*) FILTER (useful) AS useful, count(*) FILTER (NOT useful) AS useless
              FROM annotations WHERE kind = 'usefulness' GROUP BY alert)
            SELECT l.run, l.attempt, l.project, l.class, l.onset_step, coalesce(v.useful, 0) AS useful,
              coalesce(v.useless, 0) AS useless
            FROM alerts l LEFT JOIN votes v ON v.alert = l.id
            WHERE l.severity <> 'info' AND (l.run, l.attempt) IN
              (SELECT (o.run, o.attempt) FROM alerts o JOIN votes ON votes.alert = o.id)
            ORDER BY l.run, l.attempt, l.onset_step, l.class, l.id""";

    /** The rows of the answer to {@link #QUERY}. */
    static List<VotedAlert> of(JsonNode answer) {
        List<VotedAlert> alerts = new ArrayList<>();
        for (JsonNode row : answer.path("rows")) {
            alerts.add(new VotedAlert(
                    row.path(0).asText(),
                    row.path(1).asInt(),
                    row.path(2).asText(),
                    row.path(3).asText(),
                    row.path(4).asLong(),
                    row.path(5).asLong(),
                    row.path(6).asLong()));
        }
        return alerts;
    }

    /** True where most voters found it useful. */
    boolean confirmed() {
        return useful > useless;
    }

    /** True where most voters did not find it useful. */
    boolean falseAlarm() {
        return useless > useful;
    }

    /** True where voters were not of one mind. */
    boolean disputed() {
        return useful > 0 && useless > 0;
    }

    @Override
    public String toString() {
        return alertClass + " at step " + onsetStep + ": " + useful + " useful, " + useless + " not";
    }
}
