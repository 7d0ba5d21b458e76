package io.gradwatch.agent.logs.text.checkpoint;

/**
 * A checkpoint of which a line told.
 *
 * @param step that the line names; -1 where it names none
 * @param path path or name
 */
public record ToldCheckpoint(long step, String path) {}
