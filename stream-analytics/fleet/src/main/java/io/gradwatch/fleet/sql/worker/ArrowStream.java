package io.gradwatch.fleet.sql.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.duckdb.DuckDBResultSet;

/**
 * Writes an answer as an Arrow IPC stream, batch by batch, with the types that DuckDB gives its columns, nested ones
 * too.
 */
public final class ArrowStream {

    /** What Java must be started with. */
    public static final String OPTION = "--add-opens=java.base/java.nio=ALL-UNNAMED";

    /** Rows that are in memory at once. */
    private static final int BATCH_ROWS = 2_048;

    /** Memory of a batch, bytes, outside the heap. Own choice: 128 KiB a row. */
    private static final long MOST_BYTES = 256L << 20;

    private ArrowStream() {}

    static void write(Statement statement, String sql, Path file) throws SQLException {
        try (BufferAllocator memory = new RootAllocator(MOST_BYTES);
                ResultSet rows = statement.executeQuery(sql);
                ArrowReader batches =
                        (ArrowReader) rows.unwrap(DuckDBResultSet.class).arrowExportStream(memory, BATCH_ROWS);
                OutputStream out = Files.newOutputStream(file);
                ArrowStreamWriter writer = new ArrowStreamWriter(batches.getVectorSchemaRoot(), batches, out)) {
            writer.start();
            while (batches.loadNextBatch()) {
                writer.writeBatch();
            }
            writer.end();
        } catch (OutOfMemoryException | IOException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }
}
