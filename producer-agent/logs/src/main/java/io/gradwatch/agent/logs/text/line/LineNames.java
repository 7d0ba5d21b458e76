package io.gradwatch.agent.logs.text.line;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives the numbers of one line their names, with the data that the line or the name says they are of. */
public final class LineNames {

    private static final int MOST_WORDS = 4;
    private static final Set<String> ERRORS = Set.of("err", "error", "errors");
    private static final Map<String, List<String>> SHORT = Map.of(
            "tl", List.of("train", "loss"),
            "trl", List.of("train", "loss"),
            "vl", List.of("val", "loss"),
            "ta", List.of("train", "acc"),
            "va", List.of("val", "acc"));

    private final TextNames names;
    private final ReadLine read;
    /** The data that the line says it is of, as the usual word. */
    private String said;
    /** The data of the last name that said some. */
    private String lately;
    /** Values whose name is only the data, by the data. */
    private final Map<String, String> bare = new HashMap<>();

    private boolean bareShare;

    LineNames(TextNames names, ReadLine read) {
        this.names = names;
        this.read = read;
    }

    /** The data that the line is said to be of; null where it is not. */
    String said() {
        return said;
    }

    /** The line says of which data it is. */
    void say(String word) {
        names.split(word).ifPresent(split -> {
            said = split;
            read.split = split.equals("train") ? null : split;
        });
    }

    /** Words without a number may say of which data the line is. */
    void section(List<String> phrase) {
        if (phrase.isEmpty() || phrase.size() > 5) {
            return;
        }
        String first = phrase.get(0);
        String last = phrase.get(phrase.size() - 1);
        if (names.split(last).isPresent()) {
            say(last);
        } else if (names.split(first).isPresent() && phrase.size() <= 4) {
            say(first);
        }
    }

    /** The words before a count, such as {@code Train} of {@code Train Epoch: 2}. */
    void splitBefore(List<String> phrase) {
        for (String word : phrase.subList(0, phrase.size() - 1)) {
            say(word);
        }
    }

    /** Names a value; empty where it has no name that is worth one. */
    Optional<String> value(List<String> phrase, String text, boolean separated) {
        Optional<String> alone = phrase.size() == 1 ? names.split(phrase.get(0)) : Optional.empty();
        if (alone.isPresent() && isFraction(text)) {
            // "val 1.05" beside "loss 1.04"
            String loss = alone.get().equals("train") ? "train loss" : alone.get() + "/loss";
            if (!read.values.containsKey(loss)) {
                bare.put(alone.get(), loss);
                bareShare |= text.startsWith("%");
            }
            read.put(loss, plain(text, false));
            return Optional.of(loss);
        }
        if (phrase.size() == 1 && SHORT.containsKey(phrase.get(0)) && isFraction(text)) {
            return value(SHORT.get(phrase.get(0)), text, separated);
        }
        if (phrase.size() == 2
                && names.split(phrase.get(1)).isPresent()
                && names.split(phrase.get(0)).isEmpty()) {
            // "loss train: 2.1, val: 2.2"
            return value(List.of(phrase.get(1), phrase.get(0)), text, separated);
        }
        Optional<List<String>> linked = withDataFirst(phrase);
        if (linked.isPresent()) {
            return value(linked.get(), text, separated);
        }
        String own = null;
        int from = 0;
        for (int i = 0; i < phrase.size() - 1; i++) {
            Optional<String> split = names.split(phrase.get(i));
            if (split.isPresent()) {
                own = split.get();
                from = i + 1;
                if (i == 0 && read.values.isEmpty() && said == null) {
                    say(own);
                }
            }
        }
        List<String> named = phrase.subList(from, phrase.size());
        List<String> rest = separated ? withoutLinked(named) : named;
        String name = known(rest)
                .orElseGet(() -> String.join(" ", rest.subList(Math.max(0, rest.size() - MOST_WORDS), rest.size())));
        boolean network = rest.stream().anyMatch(word -> word.equalsIgnoreCase("packet"));
        // "Error 404" is none of a training.
        boolean status = !rest.isEmpty()
                && ERRORS.contains(rest.get(rest.size() - 1).toLowerCase(Locale.ROOT))
                && !isFraction(plain(text, false));
        if (network
                || status
                || name.isEmpty()
                || name.equalsIgnoreCase("eta")
                || !separated && rest.size() > 3 && names.kind(name) == TextNames.Kind.METRIC) {
            return Optional.empty();
        }
        lately = own == null ? lately : own;
        String whole = whole(own, name);
        TextNames.Kind kind = names.kind(whole);
        if (kind == TextNames.Kind.STEP
                || kind == TextNames.Kind.EPOCH
                || CountWords.isStep(name)
                || CountWords.isEpoch(name)) {
            return Optional.empty();
        }
        boolean accuracy = kind == TextNames.Kind.ACCURACY || names.kind(name) == TextNames.Kind.ACCURACY;
        read.put(whole, plain(text, accuracy));
        return Optional.of(whole);
    }

    /**
     * The line is over. {@code Loss: 1.9, Train: 0.31, Val: 0.29, Test: 0.3}: beside a loss by name, those of the
     * training data, or of two kinds of other data, are scores.
     */
    void end() {
        boolean scores = bareShare
                || (bare.containsKey("train") || bare.containsKey("val") && bare.containsKey("test")) && namesLoss();
        if (!scores) {
            return;
        }
        Map<String, String> values = new LinkedHashMap<>(read.values);
        read.values.clear();
        values.forEach((name, value) ->
                read.put(bare.containsValue(name) ? name.split("[ /]", 2)[0] + "/score" : name, value));
    }

    private boolean namesLoss() {
        return read.values.keySet().stream()
                .anyMatch(name -> !bare.containsValue(name) && names.kind(name) == TextNames.Kind.LOSS);
    }

    /** {@code loss on the validation set} as {@code validation loss}; empty where no loss is linked with data. */
    private Optional<List<String>> withDataFirst(List<String> phrase) {
        for (int i = 1; i < phrase.size() - 1; i++) {
            boolean measured = LineCounts.isLink(phrase.get(i)) && isLoss(phrase.subList(0, i));
            for (int j = i + 1; measured && j < Math.min(i + 3, phrase.size()); j++) {
                if (names.split(phrase.get(j)).isPresent()) {
                    List<String> ordered = new ArrayList<>(List.of(phrase.get(j)));
                    ordered.addAll(phrase.subList(0, i));
                    return Optional.of(ordered);
                }
            }
        }
        return Optional.empty();
    }

    /** True if the words name a loss, or only the data of one. */
    boolean isLoss(List<String> phrase) {
        if (phrase.isEmpty()) {
            return false;
        }
        String last = phrase.get(phrase.size() - 1);
        return names.split(last).isPresent() || names.kind(last) == TextNames.Kind.LOSS || LossWords.isLoss(last);
    }

    private static boolean isFraction(String text) {
        return text.indexOf('.') >= 0 || text.indexOf('e') > 0 || !LineMarks.isDigit(text.charAt(text.length() - 1));
    }

    private String whole(String own, String name) {
        if (own != null) {
            return own.equals("train") && phraseIsLoss(name) ? "train " + name : own + "/" + name;
        }
        TextNames.Kind kind = names.kind(name);
        boolean fixed = kind == TextNames.Kind.TRAINING || kind == TextNames.Kind.TIME || names.namesSplit(name);
        if (fixed) {
            return name;
        }
        if (read.split != null) {
            return read.split + "/" + name;
        }
        boolean again = read.values.containsKey(name)
                || read.values.containsKey("train " + name)
                || read.values.containsKey("train/" + name);
        return again && lately != null && !lately.equals("train") ? lately + "/" + name : name;
    }

    private boolean phraseIsLoss(String name) {
        return names.kind(name) == TextNames.Kind.LOSS;
    }

    /** The words before one that links what was measured with what on: {@code objective function for output}. */
    private List<String> withoutLinked(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            String name = String.join(" ", words.subList(0, i));
            if (LineCounts.isLink(words.get(i))
                    && (names.kind(name) != TextNames.Kind.METRIC || LossWords.isLoss(name))) {
                return words.subList(0, i);
            }
        }
        return words;
    }

    /** The longest end of the words that is a usual name. */
    private Optional<String> known(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String name = String.join(" ", words.subList(i, words.size()));
            if (names.kind(name) != TextNames.Kind.METRIC || i < words.size() - 1 && names.isPartOfLoss(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    public static String plain(String text, boolean accuracy) {
        if (!text.startsWith("%")) {
            return text;
        }
        String number = text.substring(1);
        boolean isNumber = LineMarks.isDigit(number.charAt(number.length() - 1)) || number.endsWith(".");
        return accuracy && isNumber ? String.format(Locale.ROOT, "%s", Double.parseDouble(number) / 100) : number;
    }
}
