package io.gradwatch.agent.logs.text.line;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Number inside a call, as Python prints it: {@code np.float64(2.5)}, {@code tensor(2.5, grad_fn=<NllLossBackward0>)}.
 */
public final class WrappedNumber {

    private static final Set<String> TYPES =
            Set.of("tensor", "array", "devicearray", "float64", "float32", "float16", "bfloat16", "variable", "scalar");
    private static final Pattern EAGER = Pattern.compile(
            "<tf\\.Tensor:? [^<>]{0,120}numpy=([^,<>\\s]{1,40})>|Tensor\\(shape=[^\\n]{0,200}?,\\s*\\[?([-+\\w.]{1,40})\\]?\\)");
    private static final Pattern NUMPY =
            Pattern.compile("\\b(?:np|numpy|jnp)\\.\\w{0,4}float\\d{1,2}\\(([-+\\w.]{1,40})\\)");
    private static final int LONGEST_CALL = 200;

    private WrappedNumber() {}

    /** The line with the numbers of tensors that are printed by their fields, and those of NumPy, without them. */
    public static String plain(String line) {
        String plain = line.contains("float") ? NUMPY.matcher(line).replaceAll("$1") : line;
        return plain.contains("ensor")
                ? EAGER.matcher(plain)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(found.group(1) == null ? found.group(2) : found.group(1)))
                : plain;
    }

    /**
     * The place of the number in a call that begins behind a word; 0 where it is none.
     *
     * @param named true if the word stands where a value does: any word is a wrapper then
     */
    static int in(String line, String word, int end, boolean named) {
        if (end >= line.length() || line.charAt(end) != '(') {
            return 0;
        }
        String type = word.substring(word.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        int number = end + 1;
        while (number < line.length() && line.charAt(number) == '[') {
            number++;
        }
        boolean numeric = number < line.length() && LineMarks.startsNumber(line, number);
        return numeric && (named || TYPES.contains(type)) ? number : 0;
    }

    /** The place behind the bracket that closes a call; that of its opening where it is not closed soon. */
    static int end(String line, int open) {
        int depth = 0;
        for (int i = open; i < line.length() && i < open + LONGEST_CALL; i++) {
            char c = line.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return open + 1;
    }
}
