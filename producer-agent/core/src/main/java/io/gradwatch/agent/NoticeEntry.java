package io.gradwatch.agent;

import io.gradwatch.schema.NoticeLevel;

/**
 * A notice on its way to the agent's thread.
 *
 * @param title not null
 * @param text not null
 * @param level null counts as information
 * @param timestampMillis when, milliseconds since 1970-01-01 UTC
 */
record NoticeEntry(String title, String text, NoticeLevel level, long timestampMillis) {}
