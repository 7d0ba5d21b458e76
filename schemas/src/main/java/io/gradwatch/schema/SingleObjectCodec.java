package io.gradwatch.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Writes and reads one record type in Avro's single-object encoding: bytes C3 01, the CRC-64-AVRO fingerprint of the
 * writer's schema (8 bytes, little endian), the binary body (Avro specification, "Single-object encoding").
 *
 * <p>A reader knows the schema that it was built with and those of {@link WriterSchemas earlier builds}; any other
 * fingerprint is refused by name. Thread-safe: encoders and decoders are kept per thread.
 *
 * @param <T> generated record type
 */
public final class SingleObjectCodec<T> {

    /** Bytes before the body: two marker bytes and the fingerprint. */
    public static final int HEADER_BYTES = 10;

    /**
     * A longer value is refused unread: no record of ours comes near, and a decoder must not allocate what a header
     * claims.
     */
    public static final int MAX_RECORD_BYTES = 16 << 20;

    /** Fingerprints that no build known to this one wrote with are remembered up to this number. Own choice. */
    static final int MOST_UNKNOWN = 1024;

    private static final int MARKER = 0xC301;
    private static final VarHandle LITTLE_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        TrustedClasses.register();
    }

    private final Schema schema;
    private final Class<T> type;
    private final SpecificData data;
    private final long fingerprint;
    private final LongFunction<Optional<Schema>> earlier;
    private final Map<Long, Schema> writerSchemas = new ConcurrentHashMap<>();
    private final Set<Long> unknown = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<Writer<T>> writers;
    private final ThreadLocal<Reader<T>> readers;

    private SingleObjectCodec(
            Schema schema,
            Class<T> type,
            Function<SpecificData, DatumReader<T>> current,
            LongFunction<Optional<Schema>> earlier) {
        this.schema = schema;
        this.type = type;
        this.earlier = earlier;
        this.data = new BoundedData(type.getClassLoader());
        data.setCustomCoders(true);
        this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        this.writers = ThreadLocal.withInitial(() -> new Writer<>(schema, data, fingerprint));
        this.readers = ThreadLocal.withInitial(() -> new Reader<>(schema, data, fingerprint, current.apply(data)));
        writerSchemas.put(fingerprint, schema);
    }

    static <T> SingleObjectCodec<T> of(Schema schema, Class<T> type) {
        return of(schema, type, data -> new SpecificDatumReader<>(schema, schema, data));
    }

    /** @param current makes a reader of records in the present schema, for one thread */
    static <T> SingleObjectCodec<T> of(Schema schema, Class<T> type, Function<SpecificData, DatumReader<T>> current) {
        return new SingleObjectCodec<>(schema, type, current, fingerprint -> WriterSchemas.find(type, fingerprint));
    }

    /** @param earlier finds the schema of an earlier build by its fingerprint */
    static <T> SingleObjectCodec<T> withEarlier(Schema schema, Class<T> type, LongFunction<Optional<Schema>> earlier) {
        return new SingleObjectCodec<>(schema, type, data -> new SpecificDatumReader<>(schema, schema, data), earlier);
    }

    /** CRC-64-AVRO fingerprint of the schema that this codec writes. */
    public long fingerprint() {
        return fingerprint;
    }

    /** Generated class of its records. */
    Class<T> type() {
        return type;
    }

    /** The schema that this codec writes. */
    public Schema schema() {
        return schema;
    }

    /** Makes records of another version of the schema readable, older or newer. */
    void addWriterSchema(Schema writerSchema) {
        writerSchemas.putIfAbsent(
                SchemaNormalization.parsingFingerprint64(writerSchema),
                UnionBranches.matchedByName(writerSchema, schema));
    }

    /** True where records with this fingerprint can be read. */
    public boolean isReadable(long writerFingerprint) {
        return writerSchema(writerFingerprint) != null;
    }

    /** True where a record begins as one in a schema that can be read. */
    public boolean isReadable(byte[] bytes) {
        try {
            return isReadable(writerFingerprint(bytes));
        } catch (UnreadableRecordException e) {
            return false;
        }
    }

    /** The schema with a fingerprint, where this build has it; null otherwise. */
    private Schema writerSchema(long writerFingerprint) {
        if (writerFingerprint == fingerprint) {
            return schema;
        }
        Schema known = writerSchemas.get(writerFingerprint);
        if (known == null && !unknown.contains(writerFingerprint)) {
            earlier.apply(writerFingerprint).ifPresent(this::addWriterSchema);
            known = writerSchemas.get(writerFingerprint);
            if (known == null) {
                remember(writerFingerprint);
            }
        }
        return known;
    }

    /** Damaged records may have any fingerprint. */
    private void remember(long unknownFingerprint) {
        if (unknown.size() >= MOST_UNKNOWN) {
            unknown.clear();
        }
        unknown.add(unknownFingerprint);
    }

    /**
     * The value as bytes: header and body.
     *
     * @throws RuntimeException Avro's own, when a field that must have a value has none
     */
    public byte[] encode(T value) {
        try {
            return writers.get().write(value);
        } catch (IOException e) {
            throw new IllegalStateException("an in-memory stream failed", e);
        }
    }

    /**
     * The value that the bytes hold.
     *
     * @throws UnreadableRecordException when they are not a single object of this type in a known schema
     */
    public T decode(byte[] bytes) throws UnreadableRecordException {
        long writerFingerprint = writerFingerprint(bytes);
        Schema writerSchema = writerSchema(writerFingerprint);
        if (writerSchema == null) {
            throw new UnreadableRecordException(String.format(
                    "%s: written with an unknown schema, fingerprint %016x; this reader's is %016x. A newer release may have"
                            + " written it, which this part must be upgraded to",
                    type.getSimpleName(), writerFingerprint, fingerprint));
        }
        try {
            return readers.get().read(bytes, writerFingerprint, writerSchema);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new UnreadableRecordException(
                    type.getSimpleName() + ": the body of " + (bytes.length - HEADER_BYTES)
                            + " bytes does not fit its schema: " + e,
                    e);
        }
    }

    private long writerFingerprint(byte[] bytes) throws UnreadableRecordException {
        if (bytes == null) {
            throw unreadable("the value is null");
        }
        if (bytes.length < HEADER_BYTES) {
            throw unreadable(bytes.length + " bytes are shorter than the header of " + HEADER_BYTES);
        }
        if (bytes.length > MAX_RECORD_BYTES) {
            throw unreadable(bytes.length + " bytes are more than the limit of " + MAX_RECORD_BYTES);
        }
        int marker = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        if (marker != MARKER) {
            throw unreadable(String.format(
                    "starts with %04X instead of C301, the marker of Avro's single-object encoding", marker));
        }
        return (long) LITTLE_ENDIAN_LONG.get(bytes, Short.BYTES);
    }

    private UnreadableRecordException unreadable(String reason) {
        return new UnreadableRecordException(type.getSimpleName() + ": " + reason);
    }

    /** State of one reading thread: a reader for each schema that it has met. */
    private static final class Reader<T> {
        private final Schema schema;
        private final SpecificData data;
        private final BoundedDecoder decoder = new BoundedDecoder();
        private final Map<Long, DatumReader<T>> byFingerprint = new HashMap<>();
        private long lastFingerprint;
        private DatumReader<T> last;

        Reader(Schema schema, SpecificData data, long fingerprint, DatumReader<T> current) {
            this.schema = schema;
            this.data = data;
            lastFingerprint = fingerprint;
            last = current;
            byFingerprint.put(fingerprint, current);
        }

        T read(byte[] bytes, long fingerprint, Schema writerSchema) throws IOException {
            if (fingerprint != lastFingerprint) {
                last = byFingerprint.computeIfAbsent(
                        fingerprint, ignored -> new SpecificDatumReader<>(writerSchema, schema, data));
                lastFingerprint = fingerprint;
            }
            decoder.reset(bytes, HEADER_BYTES);
            try {
                T value = last.read(null, decoder);
                if (!decoder.isEnd()) {
                    throw new IOException(decoder.remainingBytes() + " bytes are left after the record");
                }
                return value;
            } finally {
                decoder.release();
            }
        }
    }

    /** State of one writing thread, kept so that only the result becomes garbage. */
    private static final class Writer<T> {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        private BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        private final SpecificDatumWriter<T> writer;
        private final byte[] header = new byte[HEADER_BYTES];

        Writer(Schema schema, SpecificData data, long fingerprint) {
            writer = new SpecificDatumWriter<>(schema, data);
            header[0] = (byte) (MARKER >>> 8);
            header[1] = (byte) MARKER;
            LITTLE_ENDIAN_LONG.set(header, Short.BYTES, fingerprint);
        }

        byte[] write(T value) throws IOException {
            out.reset();
            out.write(header, 0, header.length);
            try {
                writer.write(value, encoder);
                encoder.flush();
            } catch (RuntimeException e) {
                // Half a value is left in the old encoder's buffer.
                encoder = EncoderFactory.get().binaryEncoder(out, null);
                throw e;
            }
            return out.toByteArray();
        }
    }
}
