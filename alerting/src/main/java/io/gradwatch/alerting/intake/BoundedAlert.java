package io.gradwatch.alerting.intake;

import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Sha256;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** Cuts what a job may have sent in absurd sizes, before it is kept: no message shows more than these bounds. */
final class BoundedAlert {

    static final int ID_LENGTH = 300;
    static final int TEXT_LENGTH = 1_000;
    static final int LIST_LENGTH = 20;

    private BoundedAlert() {}

    /**
     * The alert with texts and lists cut; ids too long are replaced by their beginning and a hash, and stay distinct.
     */
    static Alert of(Alert alert) {
        Alert bounded = Alert.newBuilder(alert)
                .setId(id(alert.getId()))
                .setRunId(id(alert.getRunId()))
                .build();
        return (Alert) bounded(bounded);
    }

    private static Object bounded(Object value) {
        if (value instanceof String text) {
            return PlainText.cut(text, TEXT_LENGTH);
        }
        if (value instanceof List<?> list) {
            return list.stream().limit(LIST_LENGTH).map(BoundedAlert::bounded).toList();
        }
        if (value instanceof SpecificRecord record) {
            record.getSchema().getFields().forEach(field -> record.put(field.pos(), bounded(record.get(field.pos()))));
        }
        return value;
    }

    private static String id(String id) {
        return id.length() <= ID_LENGTH ? id : PlainText.cut(id, 200) + "~" + Sha256.hex(id);
    }
}
