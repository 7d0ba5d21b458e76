package io.gradwatch.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of the file with the line at which it stands, from 1: a text, a list or a map. */
record YamlNode(int line, String text, List<YamlNode> list, Map<String, YamlNode> map) {

    private static final YAMLFactory FACTORY = new YAMLFactory();

    /** Without the value, which may be a secret in the wrong place. */
    String kind() {
        return map != null ? "a section" : list != null ? "a list" : text != null ? "a single value" : "empty";
    }

    /** True where there is a key but nothing after it. */
    boolean isEmpty() {
        return text == null && list == null && map == null;
    }

    static Map<String, YamlNode> parse(String yaml, Problems problems) {
        try (YAMLParser parser = FACTORY.createParser(yaml)) {
            if (parser.nextToken() == null) {
                return Map.of();
            }
            YamlNode top = node(parser, problems);
            if (top.map == null) {
                if (top.list != null || (top.text != null && !top.text.isEmpty())) {
                    problems.add(top.line, "is " + top.kind() + " but must be keys with values");
                }
                return Map.of();
            }
            if (parser.nextToken() != null) {
                problems.add(parser.currentTokenLocation().getLineNr(), "has a second document, which is not read");
            }
            return top.map;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.add(
                    line,
                    "is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse("unreadable"));
            return Map.of();
        } catch (IOException e) {
            throw new IllegalStateException("text in memory could not be read", e);
        }
    }

    private static YamlNode node(YAMLParser parser, Problems problems) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        if (parser.isCurrentAlias()) {
            problems.add(line, "has an alias (*name), which is not supported: write the value out");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(parser, line, problems);
            case START_ARRAY -> {
                List<YamlNode> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(node(parser, problems));
                }
                yield new YamlNode(line, null, list, null);
            }
            case VALUE_NULL -> new YamlNode(line, null, null, null);
            default -> new YamlNode(line, parser.getText(), null, null);
        };
    }

    private static YamlNode map(YAMLParser parser, int line, Problems problems) throws IOException {
        Map<String, YamlNode> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            YamlNode value = node(parser, problems);
            if (map.put(key, new YamlNode(keyLine, value.text, value.list, value.map)) != null) {
                problems.add(keyLine, Problems.shortened(key) + " is given twice");
            }
        }
        return new YamlNode(line, null, null, map);
    }
}
