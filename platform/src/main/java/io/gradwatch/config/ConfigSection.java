package io.gradwatch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the configuration, read by the component that owns it. Reading never throws: a bad value is noted for
 * {@link Configuration#check} and the default is given instead, so that all problems are found in one go.
 */
public final class ConfigSection {

    private final String path;
    private final int line;
    private final Map<String, YamlNode> nodes;
    private final Problems problems;
    private final Map<String, String> environment;
    private final TreeSet<String> known = new TreeSet<>();
    private final Map<String, ConfigSection> sections = new LinkedHashMap<>();
    private final Map<String, List<ConfigSection>> lists = new LinkedHashMap<>();

    private ConfigSection(
            String path, int line, Map<String, YamlNode> nodes, Problems problems, Map<String, String> environment) {
        this.path = path;
        this.line = line;
        this.nodes = nodes;
        this.problems = problems;
        this.environment = environment;
    }

    static ConfigSection root(Map<String, YamlNode> nodes, Problems problems, Map<String, String> environment) {
        return new ConfigSection("", 0, nodes, problems, environment);
    }

    /** The value of a key: from the environment, else from the file, else the default (which may be null). */
    public <T> T get(ConfigKey<T> key) {
        known.add(key.name());
        YamlNode node = nodes.get(key.name());
        String fromEnvironment = environment.get(variable(key.name()));
        if (fromEnvironment == null && node != null && (node.list() != null || node.map() != null)) {
            problem(key.name(), "is " + node.kind() + " but must be " + key.expected());
            return key.defaultValue();
        }
        String text = fromEnvironment != null ? fromEnvironment : node == null ? null : node.text();
        if (text == null) {
            return key.defaultValue();
        }
        try {
            return key.parser().parse(text.strip());
        } catch (IllegalArgumentException e) {
            problem(key.name(), "was '" + Problems.shortened(text) + "' but must be " + key.expected());
            return key.defaultValue();
        }
    }

    /** The value of a key that must be there; null (and a problem noted) where it is not. */
    public <T> T require(ConfigKey<T> key) {
        T value = get(key);
        YamlNode node = nodes.get(key.name());
        if (value == null && (node == null || node.isEmpty()) && !environment.containsKey(variable(key.name()))) {
            problem(key.name(), "is missing; it must be " + key.expected());
        }
        return value;
    }

    /**
     * A secret, given as {@code name} or in the file that {@code name_file} names; null where it is neither. Where the
     * environment gives either, the file's are left aside.
     */
    public Secret secret(String name) {
        String inline = get(ConfigKey.text(name, null, ""));
        String file = get(ConfigKey.text(name + "_file", null, ""));
        boolean inlineFromEnvironment = environment.containsKey(variable(name));
        boolean fileFromEnvironment = environment.containsKey(variable(name + "_file"));
        if (inline != null && file != null && inlineFromEnvironment == fileFromEnvironment) {
            problem(name, "is given twice: as " + name + " and as " + name + "_file");
        }
        if (file == null || (inline != null && inlineFromEnvironment)) {
            return inline == null ? null : new Secret(inline.strip());
        }
        return secretIn(name + "_file", file);
    }

    private Secret secretIn(String key, String file) {
        try {
            String secret = Files.readString(Path.of(file)).strip();
            if (secret.isEmpty()) {
                problem(
                        key,
                        "was '" + Problems.shortened(file) + "' but must be a file with the secret in it: it is empty");
            }
            return new Secret(secret);
        } catch (IOException | RuntimeException e) {
            problem(
                    key,
                    "was '" + Problems.shortened(file) + "' but must be a readable file: "
                            + e.getClass().getSimpleName());
            return null;
        }
    }

    /** The section under a key, empty where there is none. */
    public ConfigSection section(String name) {
        known.add(name);
        return sections.computeIfAbsent(name, ignored -> {
            YamlNode node = nodes.get(name);
            if (node != null && node.map() == null && !node.isEmpty()) {
                problem(name, "is " + node.kind() + " but must be a section");
            }
            Map<String, YamlNode> inner = node == null || node.map() == null ? Map.of() : node.map();
            return new ConfigSection(child(name), node == null ? line : node.line(), inner, problems, environment);
        });
    }

    /**
     * The sections of a list under a key, empty where there is none. The environment numbers them from 0, as in
     * {@code GRADWATCH_ALERTING_RECEIVERS_0_NAME}, and may add some to those of the file.
     */
    public List<ConfigSection> list(String name) {
        known.add(name);
        return lists.computeIfAbsent(name, ignored -> {
            List<YamlNode> items = items(name);
            int count = Math.max(items.size(), itemsInEnvironment(name));
            List<ConfigSection> result = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                result.add(item(child(name) + "[" + i + "]", i < items.size() ? items.get(i) : null));
            }
            return result;
        });
    }

    private List<YamlNode> items(String name) {
        YamlNode node = nodes.get(name);
        if (node == null || node.isEmpty()) {
            return List.of();
        }
        if (node.list() == null) {
            problem(name, "is " + node.kind() + " but must be a list");
            return List.of();
        }
        return node.list();
    }

    private ConfigSection item(String itemPath, YamlNode item) {
        if (item != null && item.map() == null) {
            problems.add(item.line(), itemPath + " is " + item.kind() + " but must be a section");
        }
        Map<String, YamlNode> inner = item == null || item.map() == null ? Map.of() : item.map();
        return new ConfigSection(itemPath, item == null ? 0 : item.line(), inner, problems, environment);
    }

    private int itemsInEnvironment(String name) {
        Pattern numbered = Pattern.compile(Pattern.quote(variable(name)) + "_(\\d{1,2})_.+");
        return environment.keySet().stream()
                .map(numbered::matcher)
                .filter(Matcher::matches)
                .mapToInt(matcher -> Integer.parseInt(matcher.group(1)) + 1)
                .max()
                .orElse(0);
    }

    /** A list of texts under a key, empty where there is none; in the environment they are separated by commas. */
    public List<String> texts(String name) {
        known.add(name);
        String fromEnvironment = environment.get(variable(name));
        if (fromEnvironment != null) {
            return Arrays.stream(fromEnvironment.split(","))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .toList();
        }
        YamlNode node = nodes.get(name);
        if (node == null) {
            return List.of();
        }
        if (node.isEmpty()) {
            return List.of();
        }
        if (node.list() == null || node.list().stream().anyMatch(item -> item.text() == null)) {
            problem(name, (node.list() == null ? "is " + node.kind() : "holds more") + " but must be a list of texts");
            return List.of();
        }
        return node.list().stream().map(YamlNode::text).toList();
    }

    /** The keys that stand in the file, in its order: for sections whose keys are names. */
    public List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    /** True where the file or the environment sets this key, or a key below it. */
    public boolean has(String name) {
        known.add(name);
        String variable = variable(name);
        return nodes.containsKey(name)
                || environment.keySet().stream()
                        .anyMatch(set -> set.equals(variable) || set.startsWith(variable + "_"));
    }

    /** True where a single value stands under this key, for keys that may hold one instead of a list or a section. */
    public boolean isSingleValue(String name) {
        YamlNode node = nodes.get(name);
        return environment.containsKey(variable(name)) || (node != null && node.text() != null);
    }

    /** Notes a problem of the value at {@code name}: {@code says} follows the key, as in "was 'x' but must be y". */
    public void problem(String name, String says) {
        YamlNode node = nodes.get(name);
        problems.add(node == null ? line : node.line(), child(Problems.shortened(name)) + " " + says);
    }

    /** Path of this section in the file, such as {@code alerting.receivers[0]}; empty at the top. */
    public String path() {
        return path;
    }

    /** @param tolerated names of this section that may stay unread */
    void refuseUnread(Predicate<String> tolerated) {
        for (String name : nodes.keySet()) {
            if (!known.contains(name) && !tolerated.test(name)) {
                String nearest = NearestName.of(name, known);
                problem(name, "is not known" + (nearest == null ? "" : "; the nearest known key is " + child(nearest)));
            }
        }
        sections.values().forEach(section -> section.refuseUnread(name -> false));
        lists.values().forEach(list -> list.forEach(section -> section.refuseUnread(name -> false)));
    }

    /** True where a name is too far from every known one to be a typing error. */
    boolean isForOthers(String name) {
        return NearestName.within(2, name, known) == null;
    }

    private String child(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private String variable(String name) {
        return "GRADWATCH_"
                + child(name)
                        .toUpperCase(Locale.ROOT)
                        .replaceAll("[^A-Z0-9]+", "_")
                        .replaceAll("_$", "");
    }
}
