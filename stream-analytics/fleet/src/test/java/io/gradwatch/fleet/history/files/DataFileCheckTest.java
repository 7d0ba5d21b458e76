package io.gradwatch.fleet.history.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileCheckTest {

    @TempDir
    private Path root;

    @AutoClose
    private Connection connection;

    private Path path;
    private DataFile file;

    @BeforeEach
    void write() throws Exception {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        path = root.resolve("a.parquet");
        execute("COPY (SELECT range AS step, md5(range::VARCHAR) AS text FROM range(200000)) TO '" + path
                + "' (FORMAT parquet, COMPRESSION zstd)");
        file = file("a.parquet", Files.size(path));
    }

    @Test
    void goodFile_isWhole() throws Exception {
        assertThat(DataFileCheck.read(connection, path, file)).isEmpty();
    }

    @Test
    void goodFile_isNotKnownToBeDamaged_whereMemoryIsShort() throws Exception {
        execute("SET threads = 1");
        execute("SET temp_directory = ''");
        execute("SET memory_limit = '100KiB'");

        assertThatThrownBy(() -> DataFileCheck.read(connection, path, file))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Out of Memory");
    }

    @Test
    void fileThatTheSystemCannotRead_isNotKnownToBeDamaged() throws Exception {
        Path loop = Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));

        assertThatThrownBy(() -> DataFileCheck.look(loop, file)).isInstanceOf(IOException.class);
    }

    @Test
    void catalog_leavesFilesThatCannotBeReadWhereTheyAre() throws Exception {
        HistoryFolder folder = new HistoryFolder(root.resolve("history"));
        HistoryDamage damage = new HistoryDamage();
        Catalog catalog = new Catalog(folder, List.of("training.telemetry.v1"), damage);
        DataFile loop = file("steps/day=2026-11-30/00000000-0000-0000-0000-000000000000.parquet", 100);
        Path place = folder.resolve(loop);
        Files.createDirectories(place.getParent());
        Files.createSymbolicLink(place, place);
        TopicPartition partition = new TopicPartition("training.telemetry.v1", 0);
        Files.createDirectories(folder.commits(partition));
        catalog.log(partition).publish(new Commit(0, 10, 0, List.of(loop)));

        catalog.refresh();
        catalog.findDamage(connection, List.of(loop));

        assertThat(catalog.files(HistoryTable.STEPS)).extracting(DataFile::path).containsExactly(loop.path());
        assertThat(damage.found()).isEmpty();
    }

    @Test
    void damagedFile_isFound() throws Exception {
        byte[] bytes = Files.readAllBytes(path);
        for (int at = 20; at < bytes.length - 20; at += 7) {
            bytes[at] ^= 0x55;
        }
        Files.write(path, bytes);
        assertThat(DataFileCheck.read(connection, path, file)).get().asString().contains("it cannot be read");

        bytes[0] = 'X';
        Files.write(path, bytes);
        assertThat(DataFileCheck.look(path, file)).contains("it does not begin and end as a Parquet file");
        Files.write(path, new byte[5]);
        assertThat(DataFileCheck.look(path, file)).get().asString().startsWith("it has 5 bytes");
        Files.delete(path);
        assertThat(DataFileCheck.look(path, file)).contains("it is missing");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DataFile file(String path, long bytes) {
        return new DataFile(HistoryTable.STEPS, "2026-11-30", path, 1, bytes, new int[0]);
    }
}
