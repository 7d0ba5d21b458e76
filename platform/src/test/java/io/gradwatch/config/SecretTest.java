package io.gradwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {

    @TempDir
    private Path folder;

    @Test
    void inlineOrInAFile_isTheSameWithoutBlanks() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "xoxb-1\n");

        assertThat(read("token: xoxb-1", Map.of()).reveal()).isEqualTo("xoxb-1");
        assertThat(read("token_file: " + file, Map.of()).reveal()).isEqualTo("xoxb-1");
        assertThat(read("", Map.of())).isNull();
    }

    @Test
    void environment_winsOverTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "from-file");

        assertThat(read("token_file: " + file, Map.of("GRADWATCH_TOKEN", "from-env"))
                        .reveal())
                .isEqualTo("from-env");
        assertThat(read("token: inline", Map.of("GRADWATCH_TOKEN_FILE", file.toString()))
                        .reveal())
                .isEqualTo("from-file");
    }

    @Test
    void givenTwice_isAProblem() {
        assertThat(failure("token: xoxb-1\ntoken_file: x"))
                .contains("token is given twice: as token and as token_file");
    }

    @Test
    void unreadableOrEmptyFile_isAProblem() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThat(failure("token_file: /no/such/file"))
                .contains("token_file was '/no/such/file' but must be a readable");
        assertThat(failure("token_file: " + empty)).contains("it is empty");
    }

    @Test
    void noMessage_showsTheSecret() throws Exception {
        assertThat(read("token: xoxb-1", Map.of())).hasToString("<secret>");
        assertThat(failure("token: [xoxb-1]")).doesNotContain("xoxb-1");
        assertThat(failure("tokn: xoxb-1")).doesNotContain("xoxb-1");
        assertThat(failure("token: {a: xoxb-1}")).doesNotContain("xoxb-1");
        assertThat(failure("token: xoxb-1\ntoken_file: x")).doesNotContain("xoxb-1");
        assertThat(failure("token: \"xoxb-1")).doesNotContain("xoxb-1");
    }

    private static Secret read(String yaml, Map<String, String> environment) throws ConfigurationException {
        return Configuration.parse(yaml, "f.yml", environment).read(root -> root.secret("token"));
    }

    private static String failure(String yaml) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(yaml, Map.of()))
                .getMessage();
    }
}
