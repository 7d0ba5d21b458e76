package io.gradwatch.agent.gateway;

import io.gradwatch.agent.gateway.line.BadLineException;
import io.gradwatch.agent.gateway.line.JobLine;
import io.gradwatch.agent.gateway.line.LineDecoder;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Telemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** File with the lines that a job sent in one session: its hello, then its records. */
public final class RecordedSession {

    private final Path file;

    /** @param file JSON lines as in docs/AGENT_PROTOCOL.md; compressed where its name ends in {@code .gz} */
    public RecordedSession(Path file) {
        this.file = file;
    }

    /**
     * Reads the records in their order.
     *
     * @param records takes what the agent would send to the log
     * @throws IOException when the file cannot be read, or a line cannot be used; says file and line
     */
    public void read(Consumer<Telemetry> records) throws IOException {
        LineDecoder decoder = new LineDecoder();
        JobLine.Hello hello = null;
        int number = 0;
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                JobLine decoded = decoder.decode(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                if (decoded instanceof JobLine.Hello first) {
                    hello = first;
                } else if (hello == null) {
                    throw new IOException(file + ":" + number + ": is a record; expected a hello before it");
                } else if (decoded instanceof JobLine.Event event) {
                    records.accept(new Telemetry(origin(hello, event), event.event()));
                }
            }
        } catch (BadLineException e) {
            throw new IOException(file + ":" + number + ": " + e.getMessage(), e);
        }
    }

    private static Origin origin(JobLine.Hello hello, JobLine.Event event) {
        int attempt = hello.attempt() == null ? 0 : hello.attempt();
        return new Origin(
                hello.runId(),
                attempt,
                hello.rank(),
                hello.session(),
                event.sequence(),
                event.timestampMillis(),
                false);
    }
}
