package io.gradwatch.standalone.chaos;

/**
 * A way in which a part can be hurt.
 *
 * @param part name of the part
 * @param kind what is done to it
 * @param weight how often, compared with the others; 1 or more
 */
record Target(String part, FaultKind kind, int weight) {}
