package io.gradwatch.fleet.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Finds out whether a data file is as it was written. */
final class DataFileCheck {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private DataFileCheck() {}

    /** What is wrong with the file as a whole: whether it is there, its length, its first and last bytes. */
    static Optional<String> look(Path path, DataFile file) {
        try {
            if (!Files.isRegularFile(path)) {
                return Optional.of("it is missing");
            }
            long bytes = Files.size(path);
            if (bytes != file.bytes()) {
                return Optional.of("it has " + bytes + " bytes instead of " + file.bytes());
            }
            try (FileChannel channel = FileChannel.open(path)) {
                return isMagic(channel, 0) && isMagic(channel, bytes - MAGIC.length)
                        ? Optional.empty()
                        : Optional.of("it does not begin and end as a Parquet file");
            }
        } catch (IOException e) {
            return Optional.of("it cannot be read: " + e);
        }
    }

    /** The same, and whether every value in it can be read: costs as much as reading the file. */
    static Optional<String> read(Connection connection, Path path, DataFile file) {
        Optional<String> problem = look(path, file);
        if (problem.isPresent()) {
            return problem;
        }
        try (Statement statement = connection.createStatement()) {
            statement
                    .executeQuery("SELECT bit_xor(hash(f)) FROM read_parquet(" + HistoryDatabase.text(path.toString())
                            + ", hive_partitioning = false) AS f")
                    .close();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }

    private static boolean isMagic(FileChannel channel, long at) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAGIC.length);
        return at >= 0 && channel.read(bytes, at) == MAGIC.length && java.util.Arrays.equals(bytes.array(), MAGIC);
    }
}
