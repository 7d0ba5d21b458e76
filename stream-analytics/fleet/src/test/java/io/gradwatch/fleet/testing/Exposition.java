package io.gradwatch.fleet.testing;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads Prometheus' text format as strictly as its documentation: each family once, with HELP and TYPE before its
 * samples, no series twice, labels quoted with no other escapes than {@code \\}, {@code \"} and {@code \n}, a line feed
 * at the end.
 */
public final class Exposition {

    private static final String METRIC = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*";
    private static final Map<Character, Character> ESCAPES = Map.of('\\', '\\', '"', '"', 'n', '\n');
    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary", "untyped");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> helped = new HashSet<>();
    private final Map<Series, Double> samples = new LinkedHashMap<>();
    private String family = "";

    /** A time series: its name and its labels. */
    public record Series(String name, Map<String, String> labels) {}

    private Exposition() {}

    /** Reads it; fails with the line that is wrong. */
    public static Exposition parse(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line does not end");
        }
        Exposition exposition = new Exposition();
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            exposition.line(line);
        }
        return exposition;
    }

    /** All series with their values. */
    public Map<Series, Double> samples() {
        return samples;
    }

    /** Names of the families, such as {@code gradwatch_runs}. */
    public Set<String> families() {
        return new TreeSet<>(types.keySet());
    }

    /** Type of a family; null where it is not there. */
    public String type(String name) {
        return types.get(name);
    }

    /** Names under which values are asked for; of a summary those of its sum and count. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        samples.keySet().forEach(series -> names.add(series.name()));
        return names;
    }

    /** The series of a name. */
    public List<Series> series(String name) {
        return samples.keySet().stream()
                .filter(series -> series.name().equals(name))
                .toList();
    }

    /** The value of a series; labels and their values by turns. */
    public double value(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        Double value = samples.get(new Series(name, wanted));
        if (value == null) {
            throw new AssertionError(name + wanted + " is not among " + series(name));
        }
        return value;
    }

    private void line(String line) {
        if (line.startsWith("# HELP ")) {
            family = line.split(" ", 4)[2];
            check(family.matches(METRIC) && helped.add(family), line);
        } else if (line.startsWith("# TYPE ")) {
            String[] parts = line.split(" ", -1);
            check(parts.length == 4 && parts[2].equals(family) && TYPES.contains(parts[3]), line);
            check(types.put(family, parts[3]) == null, line);
        } else {
            sample(line);
        }
    }

    private void sample(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '{' && line.charAt(end) != ' ') {
            end++;
        }
        String name = line.substring(0, end);
        check(name.matches(METRIC) && types.containsKey(family), line);
        List<String> suffixes = "summary".equals(types.get(family)) ? List.of("", "_sum", "_count") : List.of("");
        check(suffixes.stream().anyMatch(suffix -> name.equals(family + suffix)), line);
        Map<String, String> labels = new TreeMap<>();
        if (line.startsWith("{", end)) {
            end = labels(line, end + 1, labels);
        }
        check(line.startsWith(" ", end), line);
        String value = line.substring(end + 1);
        check(value.matches("NaN|[+-]Inf|-?\\d+(\\.\\d+)?(E-?\\d+)?"), line);
        check(samples.put(new Series(name, labels), number(value)) == null, line);
    }

    /** Reads up to the closing brace and returns where the rest begins. */
    private static int labels(String line, int begin, Map<String, String> labels) {
        int at = begin;
        while (line.charAt(at) != '}') {
            int equals = line.indexOf("=\"", at);
            check(equals > 0 && line.substring(at, equals).matches(LABEL), line);
            StringBuilder value = new StringBuilder();
            int next = value(line, equals + 2, value);
            check(labels.put(line.substring(at, equals), value.toString()) == null, line);
            check(line.charAt(next) == ',' || line.charAt(next) == '}', line);
            at = line.charAt(next) == ',' ? next + 1 : next;
        }
        return at + 1;
    }

    private static int value(String line, int begin, StringBuilder value) {
        int at = begin;
        while (line.charAt(at) != '"') {
            if (line.charAt(at) == '\\') {
                at++;
                Character escaped = ESCAPES.get(line.charAt(at));
                check(escaped != null, line);
                value.append(escaped);
            } else {
                value.append(line.charAt(at));
            }
            at++;
        }
        return at + 1;
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }

    private static void check(boolean right, String line) {
        if (!right) {
            throw new AssertionError("not Prometheus' text format: " + line);
        }
    }
}
