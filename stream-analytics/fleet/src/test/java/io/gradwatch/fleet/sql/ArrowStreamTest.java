package io.gradwatch.fleet.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.fleet.history.ExampleHistory;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.sql.worker.SqlFormat;
import io.gradwatch.fleet.testing.SqlResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as Arrow, read back by Arrow's own reader. */
class ArrowStreamTest {

    @TempDir
    private static Path root;

    private static History history;
    private static SqlService sql;

    @BeforeAll
    static void open() throws Exception {
        history = new History(root, HistorySettings.defaults());
        ExampleHistory.write(history);
        sql = new SqlService(history, SqlSettings.defaults());
    }

    @AfterAll
    static void close() {
        sql.close();
        history.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NULL::INTEGER | Int(32, true) | null",
                "'NaN'::DOUBLE | FloatingPoint(DOUBLE) | NaN",
                "'-inf'::FLOAT | FloatingPoint(SINGLE) | -Infinity",
                "9223372036854775807 | Int(64, true) | 9223372036854775807",
                "1.25::DECIMAL(9, 2) | Decimal(9, 2, 128) | 1.25",
                "170141183460469231731687303715::HUGEINT | Decimal(38, 0, 128) | 170141183460469231731687303715",
                "true | Bool | true",
                "trim('ü') | Utf8 | ü",
                "'a'::ENUM('b', 'a') | Int(8, false)[dictionary: 0] | a",
                "[1, NULL] | List<l: Int(32, true)> | [1,null]",
                "MAP {'x': 1.5::DOUBLE} | Map(false)<entries: Struct<key: Utf8 not null, value: FloatingPoint(DOUBLE)>"
                        + " not null> | [{\"key\":\"x\",\"value\":1.5}]",
                "{'a': 1, 'b': [true]} | Struct<a: Int(32, true), b: List<l: Bool>> | {\"a\":1,\"b\":[true]}",
                "TIMESTAMP '2026-11-25 01:02:03.5' | Timestamp(MICROSECOND, null) | 2026-11-25T01:02:03.500",
                "DATE '1970-01-11' | Date(DAY) | 10",
            })
    void everyType_keepsItsValue(String value, String type, String expected) throws Exception {
        Map<String, List<Object>> columns = new TreeMap<>();
        String types = read(sql.answer(SqlFormat.ARROW, "SELECT " + value + " AS v", 10, () -> false), columns);

        assertThat(types).isEqualTo("Schema<v: " + type + ">");
        assertThat(String.valueOf(columns.get("v").get(0))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "steps", "evaluations", "tensors", "alerts"})
    void everyTable_isReadBackWhole(String table) throws Exception {
        Map<String, List<Object>> columns = new TreeMap<>();
        read(sql.answer(SqlFormat.ARROW, "FROM " + table, Integer.MAX_VALUE, () -> false), columns);

        SqlResult expected = SqlResult.query(sql, "FROM " + table, Integer.MAX_VALUE);
        assertThat(columns).hasSize(expected.columns().size());
        assertThat(columns.values())
                .allMatch(values -> values.size() == expected.rows().size());
    }

    @Test
    void manyRows_comeInBatches_upToTheLimit() throws Exception {
        Map<String, List<Object>> columns = new TreeMap<>();
        read(sql.answer(SqlFormat.ARROW, "SELECT range AS v FROM range(100000)", 50_000, () -> false), columns);

        assertThat(columns.get("v")).hasSize(50_000).startsWith(0L, 1L).endsWith(49_999L);
    }

    @Test
    void refusedAnswers_leaveNoFile() throws Exception {
        for (String query :
                List.of("FROM read_text('/etc/passwd')", "SELECT error('x') FROM range(3)", "DROP TABLE steps")) {
            assertThatThrownBy(() -> sql.answer(SqlFormat.ARROW, query, 10, () -> false))
                    .isInstanceOf(SqlRefusedException.class);
        }
        assertThatThrownBy(
                        () -> sql.answer(SqlFormat.ARROW, "SELECT count(*) FROM range(100000000000)", 10, () -> true))
                .isInstanceOf(SqlRefusedException.class)
                .hasMessage("the query was cancelled");
        try (var files = Files.list(history.exports())) {
            assertThat(files).isEmpty();
        }
    }

    /** Adds the values of the columns, and returns the types. */
    private static String read(AnswerFile file, Map<String, List<Object>> columns) throws IOException {
        try (BufferAllocator memory = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(file.open(), memory)) {
            while (reader.loadNextBatch()) {
                for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
                    List<Object> values = columns.computeIfAbsent(vector.getName(), name -> new ArrayList<>());
                    for (int i = 0; i < vector.getValueCount(); i++) {
                        values.add(value(reader, vector, i));
                    }
                }
            }
            return reader.getVectorSchemaRoot().getSchema().toString();
        } finally {
            file.close();
        }
    }

    private static Object value(ArrowStreamReader reader, FieldVector vector, int row) throws IOException {
        if (vector.getField().getDictionary() == null) {
            return vector.getObject(row);
        }
        long id = vector.getField().getDictionary().getId();
        try (var decoded =
                DictionaryEncoder.decode(vector, reader.getDictionaryVectors().get(id))) {
            return decoded.getObject(row);
        }
    }
}
