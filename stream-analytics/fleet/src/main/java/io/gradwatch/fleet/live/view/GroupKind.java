package io.gradwatch.fleet.live.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Property by which runs are grouped. */
public enum GroupKind {
    PROJECT,
    OWNER,
    HOST,
    GPU,
    CLUSTER;

    /** As the API spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All labels. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(GroupKind::label).toList();
    }
}
