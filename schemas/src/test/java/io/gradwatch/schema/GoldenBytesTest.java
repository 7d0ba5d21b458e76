package io.gradwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of each record type, as every client of the topics meets them. A difference means that what is on disk and
 * in Kafka is no longer written the same way; {@code -Dgolden.update=true} rewrites the files when that is meant.
 */
class GoldenBytesTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    static Stream<String> telemetryNames() {
        return Samples.telemetry().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("telemetryNames")
    void telemetry_isWrittenAsTheGoldenBytesAndReadBack(String name) throws Exception {
        check(Topics.TELEMETRY.codec(), name, Samples.telemetry().get(name));
    }

    @Test
    void alert_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(Topics.ALERTS.codec(), "alert", Samples.alert());
    }

    @Test
    void reference_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(Topics.REFERENCES.codec(), "run-reference", Samples.reference());
    }

    @Test
    void overrides_areWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(Topics.SETTINGS.codec(), "detector-overrides", Samples.overrides());
    }

    @Test
    void silence_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(Topics.SILENCES.codec(), "silence", Samples.silence());
    }

    @Test
    void acknowledgement_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(Topics.ACKNOWLEDGEMENTS.codec(), "acknowledgement", Samples.acknowledgement());
    }

    @Test
    void annotation_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(Topics.ANNOTATIONS.codec(), "alert-annotation", Samples.annotation());
    }

    @Test
    void note_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(Topics.NOTES.codec(), "run-note", Samples.note());
    }

    @Test
    void outboxRow_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(Topics.OUTBOX_ROWS.codec(), "outbox-row", Samples.outboxRow());
    }

    @Test
    void liveRun_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(LiveTables.RUNS, "live-run", Samples.liveRun());
    }

    @Test
    void liveRank_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(LiveTables.RANKS, "live-rank", Samples.liveRank());
    }

    @Test
    void liveAlerts_areWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(LiveTables.ALERTS, "live-alerts", Samples.liveAlerts());
    }

    @Test
    void groupChange_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(LiveTables.GROUP_CHANGES, "group-change", new GroupChange(null, Samples.runShare()));
    }

    @Test
    void group_isWrittenAsTheGoldenBytesAndReadBack() throws Exception {
        check(LiveTables.GROUPS, "group", Samples.group());
    }

    private static <T> void check(SingleObjectCodec<T> codec, String name, T value) throws Exception {
        byte[] written = codec.encode(value);
        Path file = FOLDER.resolve(name + ".hex");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, lines(written));
        }
        byte[] golden = read(file);
        assertThat(lines(written)).as(name).isEqualTo(lines(golden));
        assertThat(codec.decode(golden)).isEqualTo(value);
    }

    private static byte[] read(Path file) throws IOException {
        return HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", ""));
    }

    private static String lines(byte[] bytes) {
        return HexFormat.of().formatHex(bytes).replaceAll("(.{64})", "$1\n").strip() + "\n";
    }
}
