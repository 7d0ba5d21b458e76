package io.gradwatch.standalone.chaos;

/**
 * A way in which a part can be hurt.
 *
 * @param part name of the part
 * @param kind of the fault
 * @param weight relative frequency; 1 or more
 */
record Target(String part, FaultKind kind, int weight) {}
