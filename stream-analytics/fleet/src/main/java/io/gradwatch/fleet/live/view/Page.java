package io.gradwatch.fleet.live.view;

import java.util.List;

/**
 * A part of a list.
 *
 * @param items in the order that was asked for
 * @param total of all parts
 * @param nextCursor names the next part; null after the last
 */
public record Page<T>(List<T> items, long total, String nextCursor) {}
