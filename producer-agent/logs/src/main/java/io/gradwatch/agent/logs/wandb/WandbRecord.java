package io.gradwatch.agent.logs.wandb;

import io.gradwatch.agent.logs.file.ProtoMessage;
import io.gradwatch.agent.logs.file.ProtoMessage.Values;
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

    /** Only field of a step and of an exit code. */
    private static final int NUMBER = 1;

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

    /** @throws IOException when the bytes are no record */
    WandbRecord(byte[] bytes) throws IOException {
        ProtoMessage record = ProtoMessage.of(bytes);
        for (Values histories = record.values(HISTORY); histories.next(); ) {
            ProtoMessage values = histories.message();
            addItems(values, history);
            for (Values steps = values.values(HISTORY_STEP); steps.next(); ) {
                steps.message().number(NUMBER).ifPresent(number -> history.putIfAbsent("_step", Long.toString(number)));
            }
        }
        for (Values configs = record.values(CONFIG); configs.next(); ) {
            addItems(configs.message(), config);
        }
        for (Values runs = record.values(RUN); runs.next(); ) {
            declare(runs.message());
        }
        for (Values exits = record.values(EXIT); exits.next(); ) {
            exitCode = OptionalInt.of((int) exits.message().number(NUMBER).orElse(0));
        }
    }

    private void declare(ProtoMessage declared) throws IOException {
        run = true;
        project = declared.text(RUN_PROJECT);
        group = declared.text(RUN_GROUP);
        name = declared.text(RUN_NAME);
        notes = declared.text(RUN_NOTES);
        host = declared.text(RUN_HOST);
        tags.addAll(declared.texts(RUN_TAG));
        for (Values configs = declared.values(RUN_CONFIG); configs.next(); ) {
            addItems(configs.message(), config);
        }
    }

    private static void addItems(ProtoMessage message, Map<String, String> items) throws IOException {
        for (Values all = message.values(ITEM); all.next(); ) {
            ProtoMessage item = all.message();
            String own = item.text(ITEM_KEY);
            String key = own.isEmpty() ? String.join("/", item.texts(ITEM_NESTED_KEY)) : own;
            if (!key.isEmpty()) {
                items.put(key, item.text(ITEM_VALUE));
            }
        }
    }
}
