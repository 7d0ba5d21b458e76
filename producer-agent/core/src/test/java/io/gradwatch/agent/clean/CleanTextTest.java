package io.gradwatch.agent.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "loss", "0_W", "Zahlen \u00fc\u6570", "\ud83d\ude80"})
    void cleanText_isTheSameObject(String text) {
        assertThat(CleanText.of(text, 20)).isSameAs(text);
    }

    @Test
    void null_isEmpty() {
        assertThat(CleanText.of(null, 20)).isEmpty();
    }

    @Test
    void controlCharacters_becomeBlanks() {
        assertThat(CleanText.of("a\nb\u0000c\u009bd\u2028e\u001b[31m", 20)).isEqualTo("a b c d e [31m");
    }

    @Test
    void blanksAround_areRemoved() {
        assertThat(CleanText.of("  a \t", 20)).isEqualTo("a");
    }

    @Test
    void longText_isCutButNotWithinACharacter() {
        assertThat(CleanText.of("abc", 2)).isEqualTo("ab");
        assertThat(CleanText.of("a\ud83d\ude80b", 2)).isEqualTo("a");
        assertThat(CleanText.of("x".repeat(10 << 20), 256)).hasSize(256);
    }

    @Test
    void unpairedSurrogates_becomeReplacementsThatUtf8CanSay() {
        String clean = CleanText.of("a\ud83d b\ude80", 20);
        assertThat(clean).isEqualTo("a\ufffd b\ufffd");
        assertThat(new String(clean.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(clean);
    }
}
