package io.gradwatch.agent.logs.wandb;

import static com.google.protobuf.WireFormat.WIRETYPE_LENGTH_DELIMITED;
import static com.google.protobuf.WireFormat.WIRETYPE_VARINT;

import com.google.protobuf.CodedInputStream;
import io.gradwatch.agent.logs.file.ProtoFields;
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

    private static final int HISTORY = 2 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int CONFIG = 5 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int RUN = 17 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int EXIT = 18 << 3 | WIRETYPE_LENGTH_DELIMITED;

    private static final int RUN_PROJECT = 3 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int RUN_CONFIG = 4 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int RUN_GROUP = 6 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int RUN_NAME = 8 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int RUN_NOTES = 9 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int RUN_TAG = 10 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int RUN_HOST = 13 << 3 | WIRETYPE_LENGTH_DELIMITED;

    /** Only field of a step and of an exit code. */
    private static final int NUMBER = 1 << 3 | WIRETYPE_VARINT;

    private static final int ITEM = 1 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int HISTORY_STEP = 2 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int ITEM_KEY = 1 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int ITEM_NESTED_KEY = 2 << 3 | WIRETYPE_LENGTH_DELIMITED;
    private static final int ITEM_VALUE = 16 << 3 | WIRETYPE_LENGTH_DELIMITED;

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
        ProtoFields fields = (tag, in) -> {
            switch (tag) {
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
        };
        fields.read(CodedInputStream.newInstance(bytes));
        return record;
    }

    private boolean history(int tag, CodedInputStream in) throws IOException {
        switch (tag) {
            case ITEM -> item(in, history);
            case HISTORY_STEP ->
                message(in, (inner, step) -> {
                    if (inner == NUMBER) {
                        history.putIfAbsent("_step", Long.toString(step.readInt64()));
                    }
                    return inner == NUMBER;
                });
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean config(int tag, CodedInputStream in) throws IOException {
        if (tag == ITEM) {
            item(in, config);
        }
        return tag == ITEM;
    }

    private boolean run(int tag, CodedInputStream in) throws IOException {
        switch (tag) {
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

    private boolean exit(int tag, CodedInputStream in) throws IOException {
        if (tag == NUMBER) {
            exitCode = OptionalInt.of(in.readInt32());
        }
        return tag == NUMBER;
    }

    private static void item(CodedInputStream in, Map<String, String> items) throws IOException {
        List<String> nested = new ArrayList<>();
        String[] keyAndValue = {"", ""};
        message(in, (tag, item) -> {
            switch (tag) {
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

    private static void message(CodedInputStream in, ProtoFields fields) throws IOException {
        fields.readNested(in);
    }
}
