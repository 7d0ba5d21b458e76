package io.gradwatch.fleet.sql.worker;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** An answer as one JSON object in UTF-8. */
final class JsonRows implements RowWriter {

    private final JsonGenerator json;
    private final long begin;

    /** @param begin arrival of the query, by {@link System#nanoTime} */
    JsonRows(OutputStream out, long begin) throws IOException {
        this.json = Frames.JSON.createGenerator(out);
        this.begin = begin;
    }

    @Override
    public void begin(List<Column> columns) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("columns");
        for (Column column : columns) {
            json.writeStartObject();
            json.writeStringField("name", column.name());
            json.writeStringField("type", column.type());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
    }

    @Override
    public void row(List<Object> values) throws IOException {
        json.writePOJO(values);
    }

    @Override
    public void end(boolean truncated) throws IOException {
        json.writeEndArray();
        json.writeBooleanField("truncated", truncated);
        json.writeNumberField("millis", (System.nanoTime() - begin) / 1_000_000);
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
