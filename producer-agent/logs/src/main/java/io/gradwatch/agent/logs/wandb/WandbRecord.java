package io.gradwatch.agent.logs.wandb;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Content of one record of a W&B file. The numbers of the fields are those of W&B's public
 * {@code wandb_internal.proto}; fields that are not known are skipped.
 */
final class WandbRecord {

    private static final int HISTORY = 2;
    private static final int CONFIG = 5;
    private static final int RUN = 17;
    private static final int EXIT = 18;

    private static final int RUN_PROJECT = 3;
    private static final int RUN_CONFIG = 4;
    private static final int RUN_GROUP = 6;
    private static final int RUN_NAME = 8;
    private static final int RUN_NOTES = 9;
    private static final int RUN_TAG = 10;
    private static final int RUN_HOST = 13;

    private static final int ITEM = 1;
    private static final int HISTORY_STEP = 2;
    private static final int ITEM_KEY = 1;
    private static final int ITEM_NESTED_KEY = 2;
    private static final int ITEM_VALUE = 16;

    /** Values that the job logged together, as JSON; empty where the record is none of the history. */
    final Map<String, String> history = new LinkedHashMap<>();
    /** Configuration, as JSON. */
    final Map<String, String> config = new LinkedHashMap<>();

    final List<String> tags = new ArrayList<>();
    String project = "";
    String group = "";
    String name = "";
    String notes = "";
    String host = "";
    boolean run;
    OptionalInt exitCode = OptionalInt.empty();

    private WandbRecord() {}

    /** @throws IOException when the bytes are no record */
    static WandbRecord parse(byte[] bytes) throws IOException {
        WandbRecord record = new WandbRecord();
        fields(CodedInputStream.newInstance(bytes), (field, in) -> {
            switch (field) {
                case HISTORY -> message(in, record::history);
                case CONFIG -> message(in, record::config);
                case RUN -> {
                    record.run = true;
                    message(in, record::run);
                }
                case EXIT -> {
                    record.exitCode = OptionalInt.of(0);
                    message(in, record::exit);
                }
                default -> {
                    return false;
                }
            }
            return true;
        });
        return record;
    }

    private boolean history(int field, CodedInputStream in) throws IOException {
        switch (field) {
            case ITEM -> item(in, history);
            case HISTORY_STEP ->
                message(in, (inner, step) -> {
                    if (inner == 1) {
                        history.putIfAbsent("_step", Long.toString(step.readInt64()));
                    }
                    return inner == 1;
                });
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean config(int field, CodedInputStream in) throws IOException {
        if (field == ITEM) {
            item(in, config);
        }
        return field == ITEM;
    }

    private boolean run(int field, CodedInputStream in) throws IOException {
        switch (field) {
            case RUN_PROJECT -> project = in.readString();
            case RUN_CONFIG -> message(in, this::config);
            case RUN_GROUP -> group = in.readString();
            case RUN_NAME -> name = in.readString();
            case RUN_NOTES -> notes = in.readString();
            case RUN_TAG -> tags.add(in.readString());
            case RUN_HOST -> host = in.readString();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean exit(int field, CodedInputStream in) throws IOException {
        if (field == 1) {
            exitCode = OptionalInt.of(in.readInt32());
        }
        return field == 1;
    }

    private static void item(CodedInputStream in, Map<String, String> items) throws IOException {
        List<String> nested = new ArrayList<>();
        String[] keyAndValue = {"", ""};
        message(in, (field, item) -> {
            switch (field) {
                case ITEM_KEY -> keyAndValue[0] = item.readString();
                case ITEM_NESTED_KEY -> nested.add(item.readString());
                case ITEM_VALUE -> keyAndValue[1] = item.readString();
                default -> {
                    return false;
                }
            }
            return true;
        });
        String key = keyAndValue[0].isEmpty() ? String.join("/", nested) : keyAndValue[0];
        if (!key.isEmpty()) {
            items.put(key, keyAndValue[1]);
        }
    }

    /** Takes a field; false leaves it to be skipped. */
    private interface Fields {
        boolean take(int field, CodedInputStream in) throws IOException;
    }

    private static void message(CodedInputStream in, Fields fields) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        fields(in, fields);
        in.popLimit(limit);
    }

    private static void fields(CodedInputStream in, Fields fields) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!fields.take(WireFormat.getTagFieldNumber(tag), in)) {
                in.skipField(tag);
            }
        }
    }
}
