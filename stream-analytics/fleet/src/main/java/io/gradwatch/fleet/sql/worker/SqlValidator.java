package io.gradwatch.fleet.sql.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets through one SELECT over the public tables, and nothing else. It does not read SQL itself: DuckDB's own parser
 * turns the text into a tree, and every table and function in the tree must be one that is known to be harmless.
 *
 * <p>This is the first of two fences; behind it, the database that runs the query has no access to files outside the
 * history, no extensions to load, and settings that cannot be changed.
 */
public final class SqlValidator {

    /** Longest query. A person writes none that is longer. */
    public static final int MOST_CHARACTERS = 100_000;

    private static final Set<String> TABLE_FUNCTIONS = Set.of("range", "generate_series", "unnest");

    /** Functions that read the process's surroundings, change state, or run text as SQL. */
    private static final Set<String> REFUSED_FUNCTIONS = Set.of(
            "getenv",
            "getvariable",
            "current_setting",
            "set_config",
            "nextval",
            "currval",
            "write_log",
            "query",
            "query_table",
            "json_execute_serialized_sql",
            "json_serialize_sql",
            "json_serialize_plan",
            "json_deserialize_sql",
            "current_query",
            "parse_duckdb_log_message",
            "add_parquet_key");

    /**
     * Make one value as long as they are asked to: a single call, which no time-out can end (86 s for two billion
     * bytes).
     */
    private static final Set<String> ENDLESS_FUNCTIONS =
            Set.of("repeat", "lpad", "rpad", "format", "printf", "bar", "list_resize", "array_resize");

    private static final List<String> REFUSED_PREFIXES =
            List.of("duckdb_", "pragma_", "pg_", "sqlite_", "read_", "parquet_", "sniff_", "enable_", "disable_");

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    /** The kinds of what can stand behind FROM; all have a sample clause, as queries do. */
    private static final Set<String> SOURCES = Set.of(
            "BASE_TABLE",
            "SUBQUERY",
            "JOIN",
            "EMPTY",
            "EXPRESSION_LIST",
            "TABLE_FUNCTION",
            "CTE",
            "PIVOT",
            "SHOW_REF",
            "SELECT_NODE",
            "SET_OPERATION_NODE",
            "RECURSIVE_CTE_NODE",
            "CTE_NODE");

    private final Set<String> tables;

    SqlValidator(Set<String> tables) {
        this.tables = tables;
    }

    /**
     * Checks a query.
     *
     * @param connection to a database of its own, for the parser
     * @throws SQLException with what was found and what is allowed
     */
    void check(Connection connection, String sql) throws SQLException {
        if (sql.length() > MOST_CHARACTERS) {
            throw refused("the query has " + sql.length() + " characters; it may have " + MOST_CHARACTERS);
        }
        if (sql.indexOf('\0') >= 0) {
            throw refused("the query has a NUL character; text may have any other");
        }
        JsonNode tree = parse(connection, sql);
        if (tree.path("error").asBoolean(true)) {
            String message = tree.path("error_message").asText();
            throw refused(
                    message.startsWith("Only SELECT") ? "only a SELECT is allowed, and no PIVOT statement" : message);
        }
        if (tree.path("statements").size() != 1) {
            throw refused("one statement is allowed; there are "
                    + tree.path("statements").size());
        }
        Set<String> named = new HashSet<>(tables);
        addNames(tree, named);
        check(tree, named);
    }

    private static JsonNode parse(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT json_serialize_sql(?)")) {
            statement.setString(1, sql);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return Frames.JSON.readTree(rows.getString(1));
            }
        } catch (JsonProcessingException e) {
            throw refused("the query is nested too deeply");
        }
    }

    private static void addNames(JsonNode node, Set<String> named) throws SQLException {
        if (node.path("cte_map").has("map")) {
            for (JsonNode entry : node.path("cte_map").path("map")) {
                String name = entry.path("key").asText().toLowerCase(Locale.ROOT);
                // Out of its scope, the name must not turn into a file or a table of DuckDB itself.
                if (!PLAIN_NAME.matcher(name).matches() || isRefused(name)) {
                    throw refused("a WITH is named '" + name + "'; letters, digits and _ are allowed");
                }
                if (name.startsWith(PublicViews.INTERNAL)) {
                    throw refused("a WITH is named '" + name + "'; names that begin with " + PublicViews.INTERNAL
                            + " are taken");
                }
                named.add(name);
            }
        }
        for (JsonNode child : node) {
            addNames(child, named);
        }
    }

    private void check(JsonNode node, Set<String> named) throws SQLException {
        String type = node.path("type").asText();
        if (node.has("sample") && !SOURCES.contains(type)) {
            throw refused("a source of the kind " + type + " is not allowed");
        }
        switch (type) {
            case "BASE_TABLE" -> checkTable(node, named);
            case "TABLE_FUNCTION" -> {
                String function = name(node.path("function"));
                if (!TABLE_FUNCTIONS.contains(function)) {
                    throw refused("the table function '" + function + "' is not allowed");
                }
            }
            case "SHOW_REF" -> {
                if (node.path("query").isNull() || node.path("query").isMissingNode()) {
                    throw refused("SHOW is not allowed; the tables are " + String.join(", ", sorted()));
                }
            }
            case "FUNCTION" -> {
                if (isRefused(name(node))) {
                    throw refused("the function '" + name(node) + "' is not allowed");
                }
            }
            case "VALUE_PARAMETER", "PARAMETER" -> throw refused("parameters are not allowed; write the value");
            default -> {}
        }
        for (JsonNode child : node) {
            check(child, named);
        }
    }

    private void checkTable(JsonNode node, Set<String> named) throws SQLException {
        String table = node.path("table_name").asText().toLowerCase(Locale.ROOT);
        boolean qualified = node.path("qualified_name").path("path").size() > 1
                || !node.path("schema_name").asText().isEmpty()
                || !node.path("catalog_name").asText().isEmpty();
        if (qualified || !named.contains(table)) {
            throw refused("the table '" + table + "' is not allowed; the tables are " + String.join(", ", sorted()));
        }
    }

    private List<String> sorted() {
        return tables.stream().sorted().toList();
    }

    private static String name(JsonNode function) {
        return function.path("function_name").asText().toLowerCase(Locale.ROOT);
    }

    private static boolean isRefused(String name) {
        return REFUSED_FUNCTIONS.contains(name)
                || ENDLESS_FUNCTIONS.contains(name)
                || REFUSED_PREFIXES.stream().anyMatch(name::startsWith);
    }

    private static SQLException refused(String message) {
        return new SQLException(message);
    }
}
