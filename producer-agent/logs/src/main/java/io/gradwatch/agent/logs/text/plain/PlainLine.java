package io.gradwatch.agent.logs.text.plain;

import io.gradwatch.agent.logs.text.line.WrappedNumber;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line without what its way added: colours, backspaces, quoting, the time and the logger that stand before it, and
 * the rank or the process that printed it.
 *
 * @param text message of the program, in English words
 * @param rank process that printed it, as the line names it; empty where it does not
 * @param shown the line as a terminal shows it, with what stands before it
 */
public record PlainLine(String text, String rank, String shown) {

    /** No row of a log is longer. */
    private static final int LONGEST_CHARS = 4_000;
    /** Prefixes stand in prefixes; more are none. */
    private static final int MOST_PREFIXES = 8;

    private static final Pattern ESCAPES = Pattern.compile(
            "\u001b(?:\\[[0-9;:?<=>]{0,40}[ -/]{0,4}[@-~]|\\][^\u0007\u001b]{0,400}(?:\u0007|\u001b\\\\)?|[@-Z\\\\^_])");
    private static final Pattern QUOTE = Pattern.compile("^(?:\\s|>(?!=)|\u2502(?=\\s*>)){1,40}");
    private static final Pattern NORM = Pattern.compile("\\|{1,2}g(?:rad)?\\|{1,2}");
    /** {@code [epoch]: 3}: the brackets are around the name alone. */
    private static final Pattern NAME = Pattern.compile("\\[([A-Za-z][\\w ]{0,40})](?=\\s{0,3}[:=]\\s{0,3}[-+.\\d])");

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\u200b\ufeff]");

    /** Characters by their names in HTML, in text that was copied from the source of a page: {@code &lt;}. */
    private static final Map<String, String> CHARACTERS =
            Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "#39", "'", "nbsp", " ", "#x27", "'");

    private static final Pattern ENTITY = Pattern.compile("&(" + String.join("|", CHARACTERS.keySet()) + ");");

    private static final String CLOCK = "\\d{1,2}:\\d{2}(?::\\d{2})?(?:[.,]\\d{1,9})?";
    private static final String DATE = "(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}(?:[-/.]\\d{2,4})?"
            + "|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)?,? ?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\\d{1,2}"
            + "|\\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))";
    private static final String ZONE = "(?: ?(?:Z|UTC|GMT|[-+]\\d{2}:?\\d{2}))?";
    private static final Pattern[] PREFIXES = {
        // 2026-01-01 10:00:00,123, [03/02 10:00:00 d2.utils.events], Mar 02 10:00:00
        Pattern.compile("^[\\[(]?" + DATE + "[T ,|-]{1,3}" + CLOCK + ZONE + "(?: \\d{4})?(?:[ ][\\w.]{1,60})?[\\])]"),
        Pattern.compile("^" + DATE + "[T ,|-]{1,3}" + CLOCK + ZONE + "(?: \\d{4})?(?=[\\s:|,;-]|$)"),
        Pattern.compile("^[\\[(]" + CLOCK + "[\\])]"),
        // LOG (nnet3-train[5.5.164~1-9698]:PrintStatsForThisPhase():nnet-training.cc:299)
        Pattern.compile("^(?:V?LOG(?:\\[-?\\d\\])?|WARNING|ASSERTION_FAILED) \\([^ ]{1,200}\\)(?= )"),
        Pattern.compile("^" + CLOCK.replace("(?::\\d{2})?", ":\\d{2}") + "(?=[\\s:|,-])"),
        // I0302 10:00:10.000000  1234 solver.cpp:239]
        Pattern.compile("^[IWEF]\\d{4,8} [\\d:.]{8,18} {1,8}[\\w-]{1,12} [^\\]\\s]{1,100}\\]"),
        // INFO:root:, [INFO], | INFO |, INFO -
        Pattern.compile(
                "^[\\[(|<]? ?(?:INFO|DEBUG|WARNING|WARN|ERROR|NOTICE|TRACE)[\\])>]?(?=[\\s:|-])(?::[\\w.]{0,60}:)?"),
        // name.of.logger - , file.py:45 , file.py[line:45]:, [main]
        Pattern.compile("^\\[(?:main|Thread-\\d{1,4}|MainThread)\\]"),
        Pattern.compile(
                "^\\[?[\\w./-]{1,80}\\.(?:py|cpp|cc|java|lua|scala|jl)(?:: {0,4}\\d{1,6}|\\[line:\\d{1,6}\\])?(?::\\w{1,60})?\\]?(?:[:\\])]|(?=\\s))"),
        Pattern.compile("^[a-zA-Z_][\\w]{0,40}(?:\\.[\\w$]{1,60}){0,10}(?= - )"),
        Pattern.compile("^[\\w.-]{1,40} {1,4}\\[?(?:INFO|DEBUG|WARNING|ERROR)\\]? ?:"),
        Pattern.compile("^\\([\\w.]{1,60}[: ]\\d{1,6}\\)(?=[\\s:])"),
        Pattern.compile("^[\\w.<>]{1,60}:[\\w<>]{1,60}:\\d{1,6}(?= - )"),
        Pattern.compile("^(?:[-:,](?=\\s)|\\|(?=\\s)(?!.*\\|$))"),
        // trainer-1  | , and no row of a table
        Pattern.compile(
                "^(?!(?i:train|test|val|eval|dev)[a-z]{0,10} )[a-zA-Z][\\w.-]{0,60} {1,20}\\|(?= )(?! {0,40}[-+.\\d])(?![^|]{0,200}\\|)"),
        Pattern.compile("^```\\w{0,12}"),
    };

    private static final Pattern[] RANKS = {
        Pattern.compile(
                "^[\\[(]?(?i:rank|worker|gpu|process|proc|node|host|replica|local_rank|pid|device)[ _:=-]{0,2}(\\d{1,6})[\\])]?(?:\\s*:|(?=\\s)|(?<=[\\])]))"),
        Pattern.compile("^\\((\\w{1,60} [^)]{0,20}pid=\\d{1,9}[^)]{0,80})\\)"),
        Pattern.compile("^\\[\\d{1,6},(\\d{1,6})\\]<std(?:out|err)>:"),
        Pattern.compile("^\\[((?:pod|container)/[^\\]]{1,200})\\]"),
        Pattern.compile("^([a-z][a-z0-9-]{0,60}-\\d{1,6}): "),
    };

    /** The line as it is read. */
    public static PlainLine of(String line) {
        String text = line.length() <= LONGEST_CHARS ? line : line.substring(0, LONGEST_CHARS);
        text = backspaced(
                text.indexOf('\u001b') < 0 ? text : ESCAPES.matcher(text).replaceAll(""));
        text = CONTROL.matcher(inNarrowForms(unescaped(text))).replaceAll("").strip();
        text = without(QUOTE, text);
        String shown = text;
        text = NORM.matcher(WrappedNumber.plain(MessageText.of(text))).replaceAll("grad_norm");
        String rank = "";
        for (int i = 0; i < MOST_PREFIXES; i++) {
            String before = text;
            for (Pattern prefix : PREFIXES) {
                text = without(prefix, text);
            }
            for (Pattern pattern : RANKS) {
                Matcher matcher = pattern.matcher(text);
                if (matcher.lookingAt() && matcher.end() < text.length()) {
                    rank += "/" + matcher.group(1);
                    text = text.substring(matcher.end()).strip();
                }
            }
            if (text.equals(before)) {
                break;
            }
        }
        return new PlainLine(ForeignWords.inEnglish(NAME.matcher(text).replaceAll("$1")), rank, shown);
    }

    private static String unescaped(String text) {
        return text.indexOf('&') < 0
                ? text
                : ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(CHARACTERS.get(entity.group(1))));
    }

    /** Chinese and Japanese have wide forms of what separates. */
    private static String inNarrowForms(String text) {
        if (text.chars().noneMatch(c -> c >= 0x3000)) {
            return text;
        }
        StringBuilder narrow = new StringBuilder(text);
        for (int i = 0; i < narrow.length(); i++) {
            char c = narrow.charAt(i);
            int bracket = "\u3010\u3011\u3001\u3000".indexOf(c);
            if (bracket >= 0) {
                narrow.setCharAt(i, "[], ".charAt(bracket));
            } else if (c >= 0xff01 && c <= 0xff5e) {
                narrow.setCharAt(i, (char) (c - 0xfee0));
            }
        }
        return narrow.toString();
    }

    private static String without(Pattern prefix, String text) {
        Matcher matcher = prefix.matcher(text);
        return matcher.lookingAt() ? text.substring(matcher.end()).strip() : text;
    }

    /** A terminal goes back, and what is written then covers what stood there. */
    private static String backspaced(String text) {
        if (text.indexOf('\b') < 0) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        int cursor = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\b') {
                cursor = Math.max(0, cursor - 1);
            } else if (cursor == 0 && shown.length() > 0) {
                shown.setLength(0);
                shown.append(c);
                cursor = 1;
            } else {
                if (cursor < shown.length()) {
                    shown.setCharAt(cursor, c);
                } else {
                    shown.append(c);
                }
                cursor++;
            }
        }
        return shown.toString();
    }
}
