package io.gradwatch.agent.logs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.logs.file.TextLines.Style;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextLinesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void encoding_isSeen_withAMarkAndWithout(String charset) throws Exception {
        for (String mark : List.of("", "\uFEFF")) {
            Path file = write((mark + "loss\n\n  \n2.5 \u00e9\n").getBytes(Charset.forName(charset)));
            try (TextLines lines = TextLines.open(file, false, Style.STRICT)) {
                assertThat(rest(lines)).containsExactly("loss", "2.5 \u00e9");
                assertThat(lines.position()).isEqualTo(Files.size(file));
            }
        }
    }

    @Test
    void lastLineWithoutAnEnd_waitsWhileTheFileGrows() throws Exception {
        Path file = write(bytes("ab\ncd"));
        try (TextLines lines = TextLines.open(file, true, Style.STRICT)) {
            assertThat(rest(lines)).containsExactly("ab");
            assertThat(lines.position()).isEqualTo(3);
            Files.write(file, bytes("e\nf"), StandardOpenOption.APPEND);
            assertThat(rest(lines)).containsExactly("cde");
            lines.end();
            assertThat(rest(lines)).containsExactly("f");
        }
    }

    @Test
    void stop_leavesTheLinesBehindItUnread() throws Exception {
        try (TextLines lines = TextLines.open(write(bytes("a\nb\nc\n")), false, Style.STRICT)) {
            lines.stopAt(2);
            assertThat(rest(lines)).containsExactly("a");
            lines.stopAt(Long.MAX_VALUE);
            assertThat(rest(lines)).containsExactly("b", "c");
        }
    }

    @Test
    void lineForPeople_isWhatATerminalShows() throws Exception {
        try (TextLines lines = TextLines.open(write(bytes("10%\r20%\r30%\r\nx\n")), true, Style.LENIENT)) {
            assertThat(rest(lines)).containsExactly("30%\r", "x");
        }
    }

    @Test
    void lineWithoutEnd_isRefused_andCutForPeople() throws Exception {
        byte[] endless = bytes("a".repeat((1 << 20) + 10) + "\nb\n");
        try (TextLines lines = TextLines.open(write(endless), false, Style.STRICT)) {
            assertThatThrownBy(lines::next).hasMessageContaining("lines.txt:1: is longer than 1048576 bytes");
        }
        try (TextLines lines = TextLines.open(write(endless), true, Style.LENIENT)) {
            assertThat(rest(lines)).extracting(String::length).containsExactly(1 << 20, 1);
        }
    }

    @Test
    void bytesOfNoCharacter_areRefused_andReplacedForPeople() throws Exception {
        byte[] wrong = {'o', 'k', '\n', 'l', (byte) 0xff, '\n'};
        try (TextLines lines = TextLines.open(write(wrong), false, Style.STRICT)) {
            assertThat(lines.next()).contains("ok");
            assertThatThrownBy(lines::next).hasMessageContaining("lines.txt:2: has bytes that are not UTF-8");
        }
        try (TextLines lines = TextLines.open(write(wrong), true, Style.LENIENT)) {
            assertThat(rest(lines)).containsExactly("ok", "l\uFFFD");
        }
    }

    @Test
    void printedLines_keepWhatIsWrittenOver_andBlankLines() throws Exception {
        List<String> printed = new ArrayList<>();
        byte[] bytes = bytes("10%\r20%\r\n\n\rend");
        try (TextLines lines = TextLines.of(new ByteArrayInputStream(bytes), "job", Style.PRINTED)) {
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                printed.add(line.get() + (lines.overwritten() ? " overwritten" : ""));
            }
        }
        assertThat(printed).containsExactly("10% overwritten", "20%", "", "end");
    }

    @Test
    void printedLine_ofLatin1_isRead_andALongOneCut() throws Exception {
        byte[] latin = {'p', (byte) 0xe9, '\n'};
        try (TextLines lines = TextLines.open(write(latin), false, Style.PRINTED)) {
            assertThat(lines.next()).contains("p\u00e9");
        }
        try (TextLines lines = TextLines.open(write(bytes("a".repeat(100_000) + "\n")), false, Style.PRINTED)) {
            assertThat(lines.next().orElseThrow()).hasSize(1 << 16);
        }
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("lines.txt"), content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> rest(TextLines lines) throws UnreadableLogException {
        List<String> rest = new ArrayList<>();
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            rest.add(line.get());
        }
        return rest;
    }
}
