package io.gradwatch.agent.logs.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words for what a training prints in other languages than English. To add one: a word here. */
final class ForeignWords {

    private static final Map<String, String> WORDS = new LinkedHashMap<>();
    private static final Pattern OF = Pattern.compile("(?<=\\d) (?:von|de|sur|di|\u0438\u0437) (?=\\d)");
    private static final Pattern CHINESE_COUNT =
            Pattern.compile("\u7b2c ?(\\d{1,9}) ?(?:\u8f6e|\u6b65|\u4e2a?\u5468\u671f|\u30a8\u30dd\u30c3\u30af)");

    static {
        add(
                "epoch",
                "Epoche",
                "\u00c9poca",
                "Epoca",
                "\u00c9poque",
                "Epoque",
                "\u042d\u043f\u043e\u0445\u0430",
                "\u30a8\u30dd\u30c3\u30af",
                "\u8f6e\u6b21",
                "\u8f6e\u6570",
                "\u8fed\u4ee3\u8f6e\u6570",
                "\uc5d0\ud3ed");
        add(
                "step",
                "Schritt",
                "Paso",
                "\u00c9tape",
                "Etape",
                "Passo",
                "\u0428\u0430\u0433",
                "\u30b9\u30c6\u30c3\u30d7",
                "\u6b65\u6570",
                "\ub2e8\uacc4");
        add(
                "iteration",
                "It\u00e9ration",
                "Iteraci\u00f3n",
                "Itera\u00e7\u00e3o",
                "Iterazione",
                "\u0418\u0442\u0435\u0440\u0430\u0446\u0438\u044f",
                "\u8fed\u4ee3",
                "\u53cd\u5fa9");
        add(
                "train loss",
                "Trainingsverlust",
                "\u8bad\u7ec3\u635f\u5931",
                "\u8a13\u7df4\u640d\u5931",
                "\u8a13\u7df4\u8aa4\u5dee");
        add(
                "val loss",
                "Validierungsverlust",
                "p\u00e9rdida_val",
                "val_p\u00e9rdida",
                "perte_val",
                "val_perte",
                "perda_val",
                "\u9a8c\u8bc1\u635f\u5931",
                "\u691c\u8a3c\u640d\u5931");
        add("test loss", "Testverlust", "\u6d4b\u8bd5\u635f\u5931");
        add(
                "loss",
                "Verlust",
                "p\u00e9rdida",
                "perte",
                "perda",
                "perdita",
                "\u041f\u043e\u0442\u0435\u0440\u0438",
                "\u043f\u043e\u0442\u0435\u0440\u044f",
                "\u635f\u5931",
                "\u640d\u5931",
                "\uc190\uc2e4");
        add("val accuracy", "Validierungsgenauigkeit", "precisi\u00f3n_val", "\u9a8c\u8bc1\u51c6\u786e\u7387");
        add(
                "accuracy",
                "Genauigkeit",
                "precisi\u00f3n",
                "exactitud",
                "pr\u00e9cision",
                "exactitude",
                "acur\u00e1cia",
                "accuratezza",
                "\u0422\u043e\u0447\u043d\u043e\u0441\u0442\u044c",
                "\u51c6\u786e\u7387",
                "\u7cbe\u5ea6",
                "\uc815\ud655\ub3c4");
        add(
                "learning rate",
                "Lernrate",
                "tasa de aprendizaje",
                "taux d'apprentissage",
                "taxa de aprendizado",
                "\u5b66\u4e60\u7387",
                "\u5b66\u7fd2\u7387",
                "\u0441\u043a\u043e\u0440\u043e\u0441\u0442\u044c \u043e\u0431\u0443\u0447\u0435\u043d\u0438\u044f");
        add(
                "train",
                "entrenamiento",
                "entra\u00eenement",
                "treinamento",
                "addestramento",
                "\u043e\u0431\u0443\u0447\u0435\u043d\u0438\u0435",
                "\u8bad\u7ec3");
        add(
                "validation",
                "validaci\u00f3n",
                "valida\u00e7\u00e3o",
                "validazione",
                "\u0432\u0430\u043b\u0438\u0434\u0430\u0446\u0438\u044f",
                "\u9a8c\u8bc1");
    }

    private static final Pattern ANY = pattern();
    /** The longest part of each word: a line without any of them is not searched. */
    private static final Set<String> PARTS = WORDS.keySet().stream()
            .map(word -> Arrays.stream(word.split("[^\\p{L}]+"))
                    .max(Comparator.comparingInt(String::length))
                    .orElseThrow())
            .collect(Collectors.toUnmodifiableSet());

    private static final int LONGEST_PART =
            PARTS.stream().mapToInt(String::length).max().orElseThrow();

    private ForeignWords() {}

    private static void add(String english, String... words) {
        for (String word : words) {
            WORDS.put(word.toLowerCase(Locale.ROOT), english);
        }
    }

    private static Pattern pattern() {
        String words =
                String.join("|", WORDS.keySet().stream().map(Pattern::quote).toList());
        // A word ends where a letter does; Chinese and Japanese have no blanks between words.
        return Pattern.compile(
                "(?<![a-z_])(?:" + words + ")(?![a-z])", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** The line with its words for losses, steps and the like in English. */
    static String inEnglish(String line) {
        String counted =
                line.indexOf('\u7b2c') < 0 ? line : CHINESE_COUNT.matcher(line).replaceAll(ForeignWords::count);
        Matcher words = ANY.matcher(counted);
        if (!mayHaveAny(counted) || !words.find()) {
            return counted;
        }
        String english = words.replaceAll(word -> WORDS.get(word.group().toLowerCase(Locale.ROOT)) + " ");
        return OF.matcher(english).replaceAll("/");
    }

    private static boolean mayHaveAny(String line) {
        int start = -1;
        for (int i = 0; i <= line.length(); i++) {
            char c = i < line.length() ? line.charAt(i) : ' ';
            if (c >= 128) {
                return true;
            }
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (letter && start < 0) {
                start = i;
            } else if (!letter && start >= 0) {
                if (i - start <= LONGEST_PART
                        && PARTS.contains(line.substring(start, i).toLowerCase(Locale.ROOT))) {
                    return true;
                }
                start = -1;
            }
        }
        return false;
    }

    private static String count(java.util.regex.MatchResult count) {
        return (count.group().endsWith("\u6b65") ? "step " : "epoch ") + count.group(1) + " ";
    }
}
