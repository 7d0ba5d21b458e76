package io.gradwatch.fleet.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradwatch.fleet.sql.SqlRefusedException;
import io.gradwatch.fleet.sql.SqlRefusedException.Reason;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.fleet.sql.SqlSettings;
import io.gradwatch.fleet.testing.SqlResult;
import io.gradwatch.service.DiskRoom;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskSqlTest {

    @TempDir
    private Path root;

    @Test
    void diskThatIsNearlyFull_getsNoSnapshotAndNoAnswer() {
        try (History history =
                        new History(root, HistorySettings.defaults(), () -> new DiskRoom(root, 1L << 40, 1L << 20));
                SqlService sql = new SqlService(history, SqlSettings.defaults())) {
            SqlRefusedException refused =
                    catchThrowableOfType(SqlRefusedException.class, () -> SqlResult.query(sql, "SELECT 1", 1));

            assertThat(refused).hasMessageContaining("no query is answered for now: the disk of");
            assertThat(refused.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(history.folder().live()).isEmptyDirectory();
        }
    }
}
