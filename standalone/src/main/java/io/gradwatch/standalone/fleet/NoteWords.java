package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.TextTable;

/** Notes of people on a run, in words. */
public final class NoteWords {

    private NoteWords() {}

    /** A row for each note. */
    public static TextTable table(JsonNode notes) {
        TextTable table = new TextTable("at", "by", "place", "text", "note").words(0, 1, 2, 3, 4);
        notes.forEach(note -> table.row(
                AnnotationWords.time(note),
                note.path("by").asText(),
                place(note),
                note.path("text").asText(),
                note.path("id").asText()));
        return table;
    }

    /** Place of a note, such as "loss, step 120" or "steps 120 to 180"; empty where it is about the whole run. */
    static String place(JsonNode note) {
        if (note.path("step").isNull()) {
            return "";
        }
        String series = note.path("series").asText();
        String step = Cells.count(note.path("step"));
        String steps = note.path("last_step").isNull()
                ? "step " + step
                : "steps " + step + " to " + Cells.count(note.path("last_step"));
        return series.isEmpty() ? steps : series + ", " + steps;
    }
}
