package io.gradwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Any file gives settings, or a refusal of bounded length that names the file. */
class YamlFuzzTest {

    private static final int LONGEST_PROBLEM = 400;

    @FuzzTest
    void file(byte[] input) {
        String yaml = new String(input, StandardCharsets.UTF_8);
        try {
            Configuration.parse(yaml, "f.yml", Map.of()).read(YamlFuzzTest::readEverything);
        } catch (ConfigurationException e) {
            assertThat(e.getMessage()).contains("f.yml");
            assertThat(e.getMessage().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThan(LONGEST_PROBLEM));
        }
    }

    private static Object readEverything(ConfigSection root) {
        ConfigSection part = root.section("part");
        part.get(ConfigKey.text("name", "", ""));
        part.get(ConfigKey.duration("wait", null, Duration.ZERO, ""));
        part.texts("to");
        part.list("people").forEach(person -> person.get(ConfigKey.text("name", "", "")));
        return part.get(ConfigKey.text("other", "", ""));
    }
}
