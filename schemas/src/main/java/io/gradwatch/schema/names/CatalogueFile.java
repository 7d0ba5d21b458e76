package io.gradwatch.schema.names;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.schema.Split;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The content of {@code catalogue.json}. */
record CatalogueFile(
        Map<Split, List<String>> splits,
        List<CatalogueSignal> signals,
        Map<String, List<String>> sections,
        LossNames.Words losses,
        Set<String> aside,
        Translations translations,
        Map<Better, Set<String>> better) {

    private static final String FILE = "catalogue.json";

    /** @throws IllegalStateException when the file of this version is missing or wrong */
    static CatalogueFile read() {
        try (InputStream in = CatalogueFile.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the class path");
            }
            return of(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
        }
    }

    private static CatalogueFile of(JsonNode root) {
        Map<Split, List<String>> splits = new LinkedHashMap<>();
        root.required("splits")
                .forEach(split ->
                        splits.put(Split.valueOf(split.required("split").asText()), list(split.required("words"))));
        Map<String, List<String>> sections = new LinkedHashMap<>();
        root.required("sections")
                .forEach(
                        section -> sections.put(section.required("title").asText(), list(section.required("signals"))));
        List<CatalogueSignal> signals = new ArrayList<>();
        root.required("signals").forEach(signal -> signals.add(signal(signal, sections)));
        Map<Better, Set<String>> better = new EnumMap<>(Better.class);
        better.put(Better.HIGHER, set(root.at("/better/higher")));
        better.put(Better.LOWER, set(root.at("/better/lower")));
        return new CatalogueFile(
                splits,
                List.copyOf(signals),
                Collections.unmodifiableMap(sections),
                losses(root.required("losses")),
                set(root.required("aside")),
                translations(root.required("translations")),
                better);
    }

    private static CatalogueSignal signal(JsonNode node, Map<String, List<String>> sections) {
        String id = node.required("id").asText();
        return new CatalogueSignal(
                id,
                text(node, "field")
                        .map(field -> StepField.ALL.stream()
                                .filter(one -> one.field().equals(field))
                                .findFirst()
                                .orElseThrow()),
                text(node, "metric"),
                node.required("unit").asText(),
                text(node, "meaning").orElse(""),
                sections.entrySet().stream()
                        .filter(section -> section.getValue().contains(id))
                        .map(Map.Entry::getKey)
                        .findFirst(),
                Better.valueOf(node.required("better").asText().toUpperCase(Locale.ROOT)),
                LossKind.valueOf(text(node, "kind").orElse("none").toUpperCase(Locale.ROOT)),
                node.path("bySplit").asBoolean(),
                list(node.path("fields")),
                list(node.required("spellings")));
    }

    private static LossNames.Words losses(JsonNode node) {
        Map<LossKind, Set<String>> kinds = new EnumMap<>(LossKind.class);
        for (LossKind kind : LossKind.values()) {
            kinds.put(kind, set(node.path(kind.name().toLowerCase(Locale.ROOT))));
        }
        return new LossNames.Words(
                set(node.required("word")),
                ranks(node.required("gathered")),
                ranks(node.required("whole")),
                ranks(node.required("alone")),
                kinds,
                set(node.required("endings")),
                set(node.required("episode")),
                set(node.required("never")));
    }

    private static Translations translations(JsonNode node) {
        Map<String, String> words = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> words.put(entry.getKey(), entry.getValue().asText()));
        return new Translations(words);
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).map(JsonNode::asText);
    }

    private static List<String> list(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    private static Set<String> set(JsonNode node) {
        return node.isArray() ? new TreeSet<>(list(node)) : Set.of();
    }

    private static Map<String, Integer> ranks(JsonNode node) {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> ranks.put(entry.getKey(), entry.getValue().asInt()));
        return Map.copyOf(ranks);
    }
}
