package io.gradwatch.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions of strangers, which end in time. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LinearRegexTest {

    private static final String NAME = "a".repeat(500);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((){2147483647}){2147483647}",
                "(((){9999}){9999}){9999}",
                "(((a{999}){999}){999})",
                "a{1000}{1000}{1000}",
                "((((((((((((((a{2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2})",
                "(a(?!b))",
                "(a)\\1",
                "("
            })
    void expressionThatIsNoneOrTooLarge_isRefusedAtOnce(String regex) {
        assertThatIllegalArgumentException().isThrownBy(() -> LinearRegex.of(regex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|a)*b", "(.*a){12}b", "((a?){15}){15}b", "((a|b)?){100}c"})
    void expressionThatCouldBacktrackWithoutEnd_ends(String regex) {
        assertThat(LinearRegex.of(regex).isFoundIn(NAME)).isFalse();
    }

    @Test
    void emptyAlternatives_doNotMultiply() {
        assertThat(LinearRegex.of("(|)".repeat(60) + "$^x").isFoundIn("")).isFalse();
        assertThat(LinearRegex.of("(a?|b?)".repeat(60) + "x").matches("")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "vision-(a|b), vision-b",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}, 0f8fad5b-d9cb-469f-a165-70867728950e",
        "\\Qa.b\\E|\\Qc\\E, a.b",
        "'run-\\d{1,3}', run-42",
        "(?i)RESNET.*, resnet-50",
        "größe\\p{L}?, größe"
    })
    void usualExpressions_match(String regex, String name) {
        assertThat(LinearRegex.of(regex).matches(name)).isTrue();
        assertThat(LinearRegex.of(regex).matches(name + "!!")).isEqualTo(name.startsWith("resnet"));
    }

    @Test
    void anyExpression_isReadAndMatchedInTimeOrRefused() {
        Random random = new Random(7);
        String[] parts = {
            "(", ")", "(|", "a", "b?", "*", "+", "{9}", "{1,99}", "[a-c]", "[)]", "\\", "\\pL", ".", "|", "(?:", "$",
            "^"
        };
        for (int i = 0; i < 3_000; i++) {
            StringBuilder regex = new StringBuilder();
            for (int length = random.nextInt(40); length >= 0; length--) {
                regex.append(parts[random.nextInt(parts.length)]);
            }
            try {
                LinearRegex read = LinearRegex.of(regex.toString());
                read.isFoundIn("abcab".repeat(10));
                assertThat(read.work("")).as(regex.toString()).isLessThan(40_000);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageMatching("(?s).{9,}");
            }
        }
    }
}
