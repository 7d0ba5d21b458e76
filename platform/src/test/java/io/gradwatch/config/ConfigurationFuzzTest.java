package io.gradwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading any file ends soon, with settings or with a {@link ConfigurationException}. */
class ConfigurationFuzzTest {

    private static final String YAML = """
            # a comment
            part:
              name: "quoted é text"
              wait: 30s
              to: [a, 'b', "c"]
              text: |
                line one
                line two
              people:
                - name: ada
                  wait: 5m
                - {name: grace}
            other: ~
            """;

    private static final List<String> PIECES = List.of(
            "part",
            "name",
            ":",
            ": ",
            "- ",
            "\n",
            "\n  ",
            "\n    ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "\"",
            "'",
            "#",
            "&a ",
            "*a",
            "!!int ",
            "!x ",
            "|",
            ">",
            "%YAML 1.1",
            "---",
            "...",
            "? ",
            "\t",
            "\u0000",
            "\ud800",
            "\ufeff",
            "\u2028",
            "é",
            "1",
            "-",
            "1e999",
            "0x1F",
            "1_000",
            "~",
            "true",
            "2001-01-01",
            "<<: ",
            "!!binary aGk=",
            "\\",
            "@",
            "`",
            "%");

    @Test
    void randomText_throwsNothingElse() {
        Random random = new Random(20261123);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(25); i >= 0; i--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            read(text.toString());
        }
    }

    @Test
    void fileCutAtAnyByte_throwsNothingElse(@TempDir Path folder) throws IOException {
        byte[] bytes = YAML.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("cut.yml");
        for (int length = 0; length <= bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            problemOf(Configuration.load(file, Map.of()), "cut at byte " + length);
        }
    }

    @Test
    void fileWithAnyCharacterReplaced_throwsNothingElse() {
        Random random = new Random(7);
        for (int at = 0; at < YAML.length(); at++) {
            read(YAML.substring(0, at) + (char) random.nextInt(0x10000) + YAML.substring(at + 1));
        }
    }

    @Test
    void deepNesting_isRefused() {
        assertThat(problemOf("[".repeat(100_000))).isNotNull();
        assertThat(problemOf("{a: ".repeat(50_000))).isNotNull();
        assertThat(problemOf("- ".repeat(100_000))).isNotNull();
    }

    @Test
    void aliasBomb_isRefusedUnexpanded() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }

        assertThat(problemOf(bomb.toString())).contains("has an alias (*name), which is not supported");
    }

    @Test
    void longKeysAndValues_areCutInMessages() {
        assertThat(problemOf("k".repeat(900) + ": 1")).contains("...").hasSizeLessThan(300);
        assertThat(problemOf("part: {wait: " + "9".repeat(100_000) + "}"))
                .contains("...")
                .hasSizeLessThan(300);
    }

    private static void read(String yaml) {
        String problem = problemOf(yaml);
        assertThat(problem == null || !problem.isBlank()).isTrue();
    }

    /** The problems, or null where there are none. */
    private static String problemOf(String yaml) {
        return problemOf(Configuration.parse(yaml, "f.yml", Map.of()), yaml);
    }

    private static String problemOf(Configuration configuration, String what) {
        try {
            configuration.read(ConfigurationFuzzTest::readEverything);
            return null;
        } catch (ConfigurationException e) {
            return e.getMessage();
        } catch (RuntimeException | StackOverflowError e) {
            return fail("This: " + what.substring(0, Math.min(500, what.length())), e);
        }
    }

    private static Object readEverything(ConfigSection root) {
        ConfigSection part = root.section("part");
        part.get(ConfigKey.text("name", "", ""));
        part.get(ConfigKey.text("text", "", ""));
        part.get(ConfigKey.duration("wait", null, Duration.ZERO, ""));
        part.texts("to");
        part.list("people").forEach(person -> person.get(ConfigKey.text("name", "", "")));
        return part.secret("other");
    }
}
