package io.gradwatch.agent.logs.wandb;

import com.google.protobuf.CodedOutputStream;
import io.gradwatch.agent.logs.tensorboard.EventFileBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Writes W&B files as their format says: a header, then records in blocks of 32 KiB. */
final class WandbBytes {

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    WandbBytes() {
        file.writeBytes(":W&B".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(new byte[] {(byte) 0xE1, (byte) 0xBE, 0});
    }

    /** @param items names and values as JSON, in turn */
    WandbBytes history(String... items) {
        return record(2, items(1, items));
    }

    WandbBytes nested(String value, String... key) {
        byte[] item = EventFileBytes.message(out -> {
            for (String part : key) {
                out.writeString(2, part);
            }
            out.writeString(16, value);
        });
        return record(2, EventFileBytes.message(out -> out.writeByteArray(1, item)));
    }

    WandbBytes run(String name, String project, String tag, String... config) {
        byte[] configured = items(1, config);
        return record(17, EventFileBytes.message(out -> {
            out.writeString(1, "abc");
            out.writeString(3, project);
            out.writeByteArray(4, configured);
            out.writeString(6, "sweep-1");
            out.writeString(8, name);
            out.writeString(9, "a note");
            out.writeString(10, tag);
        }));
    }

    WandbBytes exit(int code) {
        return record(18, EventFileBytes.message(out -> out.writeInt32(1, code)));
    }

    private static byte[] items(int field, String... items) {
        return EventFileBytes.message(out -> {
            for (int i = 0; i < items.length; i += 2) {
                String key = items[i];
                String value = items[i + 1];
                out.writeByteArray(field, EventFileBytes.message(item -> {
                    item.writeString(1, key);
                    item.writeString(16, value);
                }));
            }
        });
    }

    /** A record of the kind that has this field. */
    WandbBytes record(int field, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeInt64(1, 7);
            out.writeByteArray(field, content);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return raw(bytes.toByteArray());
    }

    WandbBytes raw(byte[] data) {
        int left = WandbFile.BLOCK - file.size() % WandbFile.BLOCK;
        if (left < WandbFile.HEADER) {
            file.writeBytes(new byte[left]);
        }
        boolean first = true;
        for (int from = 0; first || from < data.length; ) {
            int room = WandbFile.BLOCK - file.size() % WandbFile.BLOCK - WandbFile.HEADER;
            int to = Math.min(data.length, from + room);
            boolean last = to == data.length;
            int type =
                    first && last ? WandbFile.FULL : first ? WandbFile.FIRST : last ? WandbFile.LAST : WandbFile.MIDDLE;
            piece(type, Arrays.copyOfRange(data, from, to));
            from = to;
            first = false;
        }
        return this;
    }

    private void piece(int type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data);
        file.writeBytes(ByteBuffer.allocate(WandbFile.HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .putShort((short) data.length)
                .put((byte) type)
                .array());
        file.writeBytes(data);
    }

    byte[] bytes() {
        return file.toByteArray();
    }
}
