package io.gradwatch.detection.job.kafka;

import io.gradwatch.schema.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The key of a telemetry record: the run id in UTF-8, 1 to {@link #MAX_BYTES} bytes. */
public final class RunIds {

    /** A longer key is nobody's run: the engine takes ids of at most 200 characters, of at most 4 bytes each. */
    static final int MAX_BYTES = 800;

    /** Key of the pulses that detection writes itself; no run may have this id. */
    public static final String PULSE = "gradwatch.pulse";

    private RunIds() {}

    /** @throws UnreadableRecordException when the key is absent, empty, too long or not UTF-8 */
    public static String read(byte[] key) throws UnreadableRecordException {
        if (key == null || key.length == 0) {
            throw new UnreadableRecordException(
                    "the key is " + (key == null ? "absent" : "empty") + " but must be a run id");
        }
        if (key.length > MAX_BYTES) {
            throw new UnreadableRecordException(
                    "the key has " + key.length + " bytes but a run id has at most " + MAX_BYTES);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableRecordException("the key of " + key.length + " bytes is not UTF-8", e);
        }
    }
}
