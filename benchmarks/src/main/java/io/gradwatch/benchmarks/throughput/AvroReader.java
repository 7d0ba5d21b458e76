package io.gradwatch.benchmarks.throughput;

import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/** The baseline of decoding: Avro's reader and decoder, as any client of the topics has them. For one thread. */
final class AvroReader {

    /** The schema comes from the codec: Avro makes no record of a class that no codec has declared to be trusted. */
    private final SpecificDatumReader<Telemetry> reader =
            new SpecificDatumReader<>(Topics.TELEMETRY.codec().schema());

    private BinaryDecoder decoder;

    /** The record in a value of the topic, whose header is believed. */
    Telemetry read(byte[] value) throws IOException {
        int header = SingleObjectCodec.HEADER_BYTES;
        decoder = DecoderFactory.get().binaryDecoder(value, header, value.length - header, decoder);
        return reader.read(null, decoder);
    }
}
