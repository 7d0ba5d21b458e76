package io.gradwatch.detection.spi;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.gradwatch.schema.Advice;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sentences for people, of the detectors of the product: the content of {@code texts.yaml}. */
public final class DetectorTexts {

    private static final String FILE = "texts.yaml";
    private static final String NO_ITEM = "none";
    private static final Content CONTENT = read();

    private record Content(
            Map<String, RuleText> detectors, Map<String, CauseText> causes, Map<String, AdviceText> advice) {}

    /**
     * Description of a detector.
     *
     * @param fires the sentence that starts with "Fires when"
     * @param serves items of the knowledge list
     */
    record RuleText(String fires, List<String> serves) {}

    /**
     * Cause that the diagnosis weighs.
     *
     * @param text a sentence
     * @param remedy a sentence
     * @param item of the knowledge list
     */
    public record CauseText(String text, String remedy, String item) {}

    private record AdviceText(List<Map<String, String>> causes, List<Map<String, String>> remedies) {}

    private DetectorTexts() {}

    static Set<String> detectorNames() {
        return CONTENT.detectors.keySet();
    }

    static Set<String> causeNames() {
        return CONTENT.causes.keySet();
    }

    static Set<String> adviceNames() {
        return CONTENT.advice.keySet();
    }

    static RuleText ofDetector(String id) {
        return known(CONTENT.detectors, id);
    }

    /** A cause, by the name of its constant. */
    public static CauseText ofCause(String name) {
        return known(CONTENT.causes, name);
    }

    /** Probable causes by the name of the advice, likeliest first. */
    static List<Advice> causes(String advice) {
        return sentences(known(CONTENT.advice, advice).causes);
    }

    /** Remedies by the name of the advice, first things first. */
    static List<Advice> remedies(String advice) {
        return sentences(known(CONTENT.advice, advice).remedies);
    }

    private static List<Advice> sentences(List<Map<String, String>> byItem) {
        return byItem == null
                ? List.of()
                : byItem.stream()
                        .flatMap(one -> one.entrySet().stream())
                        .map(one -> new Advice(
                                sentence(one.getValue()), one.getKey().replace(NO_ITEM, "")))
                        .toList();
    }

    private static String sentence(String textOrCause) {
        CauseText cause = CONTENT.causes.get(textOrCause);
        return cause == null ? textOrCause : cause.text;
    }

    private static <T> T known(Map<String, T> texts, String name) {
        T text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException(FILE + " has nothing of the name '" + name + "'");
        }
        return text;
    }

    private static Content read() {
        try (InputStream in = DetectorTexts.class.getResourceAsStream(FILE)) {
            return new ObjectMapper(new YAMLFactory()).readValue(in, Content.class);
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
        }
    }
}
