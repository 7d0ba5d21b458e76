package io.gradwatch.fleet.history.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds out whether a data file is as it was written. */
public final class DataFileCheck {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** Words of DuckDB on files of which bytes were changed at random; their length is known to be right. */
    private static final Pattern CONTENT =
            Pattern.compile("^Invalid Input Error|No magic bytes|[Dd]ecompress|TProtocolException"
                    + "|don't know what type|invalid TType|[Cc]orrupt|Could not read enough bytes");

    private DataFileCheck() {}

    /**
     * Problem of the file as a whole: whether it is there, its length, its first and last bytes.
     *
     * @throws IOException where the system does not say: nothing is known then
     */
    static Optional<String> look(Path path, DataFile file) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            if (!found.isRegularFile()) {
                return Optional.of("it is missing");
            }
            if (found.size() != file.bytes()) {
                return Optional.of("it has " + found.size() + " bytes instead of " + file.bytes());
            }
            try (FileChannel channel = FileChannel.open(path)) {
                return isMagic(channel, 0) && isMagic(channel, found.size() - MAGIC.length)
                        ? Optional.empty()
                        : Optional.of("it does not begin and end as a Parquet file");
            }
        } catch (NoSuchFileException e) {
            return Optional.of("it is missing");
        }
    }

    /**
     * The same, and whether every value in it can be read: costs as much as reading the file. What fails on the
     * connection counts only where it fails in a database of its own too.
     *
     * @throws IOException where the system does not say
     * @throws SQLException where it cannot be read for a reason that is not of the file, such as too little memory
     */
    static Optional<String> read(Connection connection, Path path, DataFile file) throws IOException, SQLException {
        Optional<String> problem = look(path, file);
        if (problem.isPresent() || problemOfContent(connection, path).isEmpty()) {
            return problem;
        }
        try (Connection fresh = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = fresh.createStatement()) {
            statement.execute("SET threads = 1");
            statement.execute("SET temp_directory = ''");
            return problemOfContent(fresh, path);
        }
    }

    private static Optional<String> problemOfContent(Connection connection, Path path) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement
                    .executeQuery("SELECT bit_xor(hash(f)) FROM read_parquet(" + HistoryDatabase.text(path.toString())
                            + ", hive_partitioning = false) AS f")
                    .close();
            return Optional.empty();
        } catch (SQLException e) {
            if (isOfContent(String.valueOf(e.getMessage()))) {
                return Optional.of("it cannot be read: " + e.getMessage());
            }
            throw e;
        }
    }

    /** True where DuckDB says that it cannot make sense of the bytes of a file. */
    private static boolean isOfContent(String message) {
        return CONTENT.matcher(message).find();
    }

    /** True where this failure of a query is a reason to check its files. */
    public static boolean mayBeOfFile(String message) {
        return isOfContent(message) || message.startsWith("IO Error");
    }

    private static boolean isMagic(FileChannel channel, long at) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAGIC.length);
        return at >= 0 && channel.read(bytes, at) == MAGIC.length && java.util.Arrays.equals(bytes.array(), MAGIC);
    }
}
