package io.gradwatch.fleet.live.view;

/** Property by which runs are grouped. */
public enum GroupKind {
    PROJECT,
    OWNER,
    HOST,
    GPU,
    CLUSTER
}
