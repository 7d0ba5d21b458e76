package io.gradwatch.standalone.silence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Silence;
import io.gradwatch.silence.SilenceRules;
import io.gradwatch.silence.SilenceState;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Prints silences and acknowledgements: as tables, or one JSON object a line. */
final class SilenceReport {

    private final PrintWriter out;
    private final boolean json;

    SilenceReport(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void silences(List<Silence> silences, Instant now) {
        if (json) {
            silences.forEach(silence -> write(object(silence, now)));
            return;
        }
        TextTable table = new TextTable("silence", "state", "ends", "by", "matchers", "comment").words(1, 2, 3, 4, 5);
        silences.forEach(silence -> table.row(
                silence.getId(),
                SilenceState.of(silence, now).label(),
                time(silence.getEndsAtMillis()),
                silence.getCreatedBy(),
                matchers(silence),
                silence.getComment()));
        table.print(out);
    }

    /** A new silence and the alerts that fire now and match it. */
    void added(SilenceBackend.Added added, Instant now) {
        Silence silence = added.silence();
        List<SilenceBackend.SilencedAlert> silenced = added.silenced();
        if (json) {
            ObjectNode line = object(silence, now);
            ArrayNode mutes = line.putArray("mutes");
            silenced.forEach(alert -> mutes.add(alert.id()));
            write(line);
            return;
        }
        out.println("silence " + silence.getId() + " until " + time(silence.getEndsAtMillis()) + ": "
                + Terminal.plain(matchers(silence)));
        if (silenced.isEmpty()) {
            out.println("No alert that fires now matches.");
            return;
        }
        out.println("Alerts that fire now and match:");
        TextTable table = new TextTable("severity", "class", "run", "alert").words(1, 2, 3);
        silenced.forEach(alert -> table.row(alert.severity(), alert.alertClass(), alert.run(), alert.id()));
        table.print(out);
    }

    void acknowledgements(List<Acknowledgement> acknowledgements) {
        if (json) {
            acknowledgements.forEach(known -> write(AsciiJson.object()
                    .put("alert", known.getAlertId())
                    .put("severity", SilenceRules.label(known.getSeverity()))
                    .put("by", known.getBy())
                    .put("via", known.getVia())
                    .put("comment", known.getComment())
                    .put("at_millis", known.getAtMillis())));
            return;
        }
        TextTable table = new TextTable("alert", "severity", "by", "via", "at", "comment").words(1, 2, 3, 4, 5);
        acknowledgements.forEach(known -> table.row(
                known.getAlertId(),
                SilenceRules.label(known.getSeverity()),
                known.getBy(),
                known.getVia(),
                time(known.getAtMillis()),
                known.getComment()));
        table.print(out);
    }

    private static ObjectNode object(Silence silence, Instant now) {
        ObjectNode line = AsciiJson.object()
                .put("id", silence.getId())
                .put("state", SilenceState.of(silence, now).label());
        ArrayNode matchers = line.putArray("matchers");
        silence.getMatchers()
                .forEach(matcher -> matchers.addObject()
                        .put("field", SilenceRules.label(matcher.getField()))
                        .put("pattern", matcher.getPattern()));
        return line.put("created_by", silence.getCreatedBy())
                .put("comment", silence.getComment())
                .put("starts_millis", silence.getStartsAtMillis())
                .put("ends_millis", silence.getEndsAtMillis());
    }

    private static String matchers(Silence silence) {
        return silence.getMatchers().stream()
                .map(matcher -> SilenceRules.label(matcher.getField()) + "=" + matcher.getPattern())
                .collect(Collectors.joining(" "));
    }

    /** To the second, in UTC. */
    private static String time(long millis) {
        return Instant.ofEpochSecond(Math.floorDiv(millis, 1_000)).toString();
    }

    private void write(ObjectNode line) {
        out.println(AsciiJson.line(line));
    }
}
