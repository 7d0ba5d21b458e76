package io.gradwatch.alerting.standby;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the outbox as it is now.
 *
 * @param table name, lower case
 * @param key values of the primary key, in the order of its columns: texts and whole numbers
 * @param columns values by column, lower case: null, {@code Boolean}, {@code Long}, {@code String} or {@code byte[]};
 *     empty when the row is deleted
 */
public record RowChange(String table, List<Object> key, Optional<Map<String, Object>> columns) {}
