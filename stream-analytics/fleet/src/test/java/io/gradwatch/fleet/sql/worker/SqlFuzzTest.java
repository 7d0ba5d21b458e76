package io.gradwatch.fleet.sql.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** Any query is refused, or DuckDB plans to read nothing but the public tables. */
class SqlFuzzTest {

    private static final Connection DATABASE = database();

    private final SqlValidator fence = new SqlValidator(PublicViews.NAMES);

    @FuzzTest
    void question(byte[] input) {
        String sql = new String(input, StandardCharsets.UTF_8);
        try {
            fence.check(DATABASE, sql);
        } catch (SQLException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        assertThat(plan(sql).toLowerCase(Locale.ROOT))
                .doesNotContain("raw_hidden", "read_csv", "read_text", "read_blob");
    }

    /** Tables, operators and constants of the plan, without what the question says as text; empty where it has none. */
    private static String plan(String sql) {
        StringBuilder plan = new StringBuilder();
        try (Statement statement = DATABASE.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN " + sql)) {
            while (rows.next()) {
                plan.append(rows.getString(2));
            }
        } catch (SQLException e) {
            return "";
        }
        return plan.toString().replaceAll("'[^']*'", "''");
    }

    private static Connection database() {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            try (Statement statement = connection.createStatement()) {
                for (String table : PublicViews.NAMES) {
                    statement.execute("CREATE TABLE " + table + " (run VARCHAR, step BIGINT, loss DOUBLE)");
                }
                statement.execute("CREATE TABLE raw_hidden (secret VARCHAR)");
                statement.execute("INSERT INTO raw_hidden VALUES ('a')");
                statement.execute("SET enable_external_access = false");
                statement.execute("SET threads = 1");
                statement.execute("SET memory_limit = '256MiB'");
            }
            return connection;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
