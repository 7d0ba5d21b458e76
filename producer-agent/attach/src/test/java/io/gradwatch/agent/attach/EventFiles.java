package io.gradwatch.agent.attach;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Event files with a loss each second, in bytes as TensorBoard writes them. */
final class EventFiles {

    private static final int MASK_DELTA = 0xa282ead8;

    private EventFiles() {}

    /** A value of the tag {@code loss}. */
    static byte[] loss(double wallSeconds, int step, float loss) {
        return scalar(wallSeconds, step, "loss", loss);
    }

    /** A value of a tag; the step is below 128, the name shorter than 60. */
    static byte[] scalar(double wallSeconds, int step, String name, float loss) {
        byte[] tag = name.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer value = buffer(2 + tag.length + 5);
        value.put((byte) 0x0a).put((byte) tag.length).put(tag).put((byte) 0x15).putFloat(loss);
        ByteBuffer event = buffer(9 + 2 + 4 + value.capacity());
        event.put((byte) 0x09).putDouble(wallSeconds).put((byte) 0x10).put((byte) step);
        event.put((byte) 0x2a).put((byte) (2 + value.capacity()));
        event.put((byte) 0x0a).put((byte) value.capacity()).put(value.array());
        return record(event.array());
    }

    private static byte[] record(byte[] data) {
        byte[] length = buffer(Long.BYTES).putLong(data.length).array();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(length);
        record.writeBytes(masked(length));
        record.writeBytes(data);
        record.writeBytes(masked(data));
        return record.toByteArray();
    }

    private static byte[] masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
        return buffer(Integer.BYTES).putInt(masked).array();
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
