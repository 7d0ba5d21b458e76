package io.gradwatch.agent.gateway.line;

import com.fasterxml.jackson.databind.JsonNode;

/** Single values of a line, each checked for its type and range. Throws {@link IllegalArgumentException} only. */
final class JsonValues {

    /** Largest number of a record: the one after it must be a number too. */
    static final long MAX_SEQUENCE = Long.MAX_VALUE - 1;

    private static final int SHOWN_CHARACTERS = 80;

    private JsonValues() {}

    static boolean isAbsent(JsonNode node) {
        return node == null || node.isNull();
    }

    static String text(JsonNode node, String path) {
        if (isAbsent(node) || !node.isTextual()) {
            throw bad(path, node, "text");
        }
        return node.textValue();
    }

    static String textOr(JsonNode node, String path, String otherwise) {
        return isAbsent(node) ? otherwise : text(node, path);
    }

    static boolean flag(JsonNode node, String path) {
        if (isAbsent(node) || !node.isBoolean()) {
            throw bad(path, node, "true or false");
        }
        return node.booleanValue();
    }

    static long whole(JsonNode node, String path, long least, long most) {
        boolean whole = !isAbsent(node) && node.isIntegralNumber() && node.canConvertToLong();
        if (!whole || node.longValue() < least || node.longValue() > most) {
            throw bad(path, node, "a whole number from " + least + " to " + most);
        }
        return node.longValue();
    }

    /** A number, or one of the strings for those that are not finite. */
    static double number(JsonNode node, String path) {
        if (!isAbsent(node) && node.isNumber()) {
            return node.doubleValue();
        }
        String text = isAbsent(node) || !node.isTextual() ? "" : node.textValue();
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw bad(path, node, "a number, \"NaN\", \"Infinity\" or \"-Infinity\"");
        };
    }

    /** The number of a record if that is what this is; null where it is not. */
    static Long sequence(JsonNode node) {
        boolean whole = !isAbsent(node) && node.isIntegralNumber() && node.canConvertToLong();
        return whole && node.longValue() >= 0 && node.longValue() <= MAX_SEQUENCE ? node.longValue() : null;
    }

    static IllegalArgumentException bad(String path, JsonNode node, String expected) {
        return new IllegalArgumentException(
                isAbsent(node)
                        ? path + " is missing; it must be " + expected
                        : path + " was " + shown(node) + " but must be " + expected);
    }

    /** The value for a message: containers by their kind, texts cut. */
    static String shown(JsonNode node) {
        if (node.isMissingNode()) {
            return "empty";
        }
        if (node.isContainerNode()) {
            return (node.isArray() ? "an array of " : "an object of ") + node.size();
        }
        String text = node.isTextual() ? node.textValue() : node.toString();
        String cut = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
        return node.isTextual() ? "\"" + cut + "\"" : cut;
    }
}
