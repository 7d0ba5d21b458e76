package io.gradwatch.agent;

import io.gradwatch.agent.spool.Spool;
import io.gradwatch.agent.spool.Spool.Priority;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.lang.System.Logger.Level;

/** Numbers, encodes and spools events. The numbers of what the spool took are consecutive. */
final class RecordWriter {

    private static final System.Logger LOG = System.getLogger(RecordWriter.class.getName());

    private final SingleObjectCodec<Telemetry> codec = Topics.TELEMETRY.codec();
    private final RunIdentity identity;
    private final Spool spool;
    private long sequence;

    RecordWriter(RunIdentity identity, Spool spool) {
        this.identity = identity;
        this.spool = spool;
    }

    /** False when the event is lost: the spool is full, or the event is larger than a record may be. */
    boolean write(Object event, long timestampMillis, Priority priority) {
        byte[] bytes = codec.encode(new Telemetry(identity.origin(sequence, timestampMillis), event));
        if (bytes.length > SingleObjectCodec.MAX_RECORD_BYTES) {
            LOG.log(
                    Level.WARNING,
                    "A record of " + bytes.length + " bytes is dropped, the limit is "
                            + SingleObjectCodec.MAX_RECORD_BYTES);
            return false;
        }
        if (!spool.append(bytes, priority)) {
            return false;
        }
        sequence++;
        return true;
    }
}
