package io.gradwatch.agent.spool;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records that are texts. */
final class Records {

    static final byte[] KEY = "run-1".getBytes(StandardCharsets.UTF_8);

    private Records() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(SpooledRecord record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    /** Appends the texts from, from + 1, ... to - 1. */
    static void append(Spool spool, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!spool.append(bytes("record " + i), Spool.Priority.ORDINARY)) {
                throw new AssertionError("no room for record " + i);
            }
        }
        spool.flush();
    }

    /** All that can be read now, acknowledged or not. */
    static List<SpooledRecord> readAll(Spool spool) {
        List<SpooledRecord> records = new ArrayList<>();
        for (SpooledRecord record = spool.next(); record != null; record = spool.next()) {
            records.add(record);
        }
        return records;
    }

    static List<String> texts(List<SpooledRecord> records) {
        return records.stream().map(Records::text).toList();
    }

    static List<String> expected(int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int i = from; i < to; i++) {
            texts.add("record " + i);
        }
        return texts;
    }
}
