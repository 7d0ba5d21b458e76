package io.gradwatch.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every schema with which a release wrote, against that of this build. {@code -Dgolden.update=true} adds the present
 * ones; those that no release had may be deleted by hand.
 */
class WriterSchemasTest {

    private static final Path FOLDER = Path.of("src", "main", "resources", "io", "gradwatch", "schema", "writers");

    static Stream<SingleObjectCodec<?>> codecs() {
        return Stream.concat(Topics.ALL.stream().map(Topic::codec), LiveTables.ALL.stream());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void presentSchema_isKept(SingleObjectCodec<?> codec) throws IOException {
        Path file = FOLDER.resolve(WriterSchemas.fileName(codec.type(), codec.fingerprint()));
        String parsingForm = SchemaNormalization.toParsingForm(codec.schema()) + "\n";
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, parsingForm);
        }
        assertThat(file)
                .as("the schema has changed: add it with -Dgolden.update=true, and keep the former")
                .exists()
                .hasContent(parsingForm);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void eachKeptSchema_isRead(SingleObjectCodec<?> codec) throws IOException {
        List<Path> kept = kept(codec);
        assertThat(kept).isNotEmpty();
        for (Path file : kept) {
            Schema writer = new Schema.Parser().parse(Files.readString(file));
            long fingerprint = SchemaNormalization.parsingFingerprint64(writer);

            assertThat(file.getFileName()).hasToString(WriterSchemas.fileName(codec.type(), fingerprint));
            assertThat(codec.isReadable(fingerprint)).as(file.toString()).isTrue();
            assertThat(incompatibilities(codec.schema(), writer))
                    .as("records of " + file)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void otherFingerprint_isRefusedByName(SingleObjectCodec<?> codec) {
        byte[] future = {(byte) 0xC3, 1, 8, 7, 6, 5, 4, 3, 2, 1, 0};

        assertThatThrownBy(() -> codec.decode(future))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageStartingWith(codec.type().getSimpleName() + ": written with an unknown schema, fingerprint "
                        + "0102030405060708")
                .hasMessageContaining("A newer release may have written it");
    }

    private static List<Incompatibility> incompatibilities(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities();
    }

    private static List<Path> kept(SingleObjectCodec<?> codec) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName()
                            .toString()
                            .startsWith(codec.type().getSimpleName() + "-"))
                    .toList();
        }
    }
}
