package io.gradwatch.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * The schemas with which this and earlier builds wrote: resources {@code writers/TYPE-FINGERPRINT.avsc}. Kafka, spools
 * and state hold records for as long as people keep them, so that no schema of a release is ever removed.
 */
final class WriterSchemas {

    private WriterSchemas() {}

    /** The schema of a record type with this fingerprint; empty where no build known to this one wrote with it. */
    static Optional<Schema> find(Class<?> type, long fingerprint) {
        try (InputStream in = WriterSchemas.class.getResourceAsStream("writers/" + fileName(type, fingerprint))) {
            return in == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(in));
        } catch (IOException e) {
            throw new UncheckedIOException(fileName(type, fingerprint) + " of this build cannot be read", e);
        }
    }

    static String fileName(Class<?> type, long fingerprint) {
        return String.format(Locale.ROOT, "%s-%016x.avsc", type.getSimpleName(), fingerprint);
    }
}
