package io.gradwatch.fleet.live.view;

/**
 * Groups of the runs of a list.
 *
 * @param runs filter of the runs; its order, length and columns do not count
 * @param by column that the runs of a group have the same value in
 * @param of column of which the smallest and the largest value are sought
 */
public record RunGroupQuery(RunQuery runs, String by, String of) {}
