package io.gradwatch.agent.logs.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
            try (TextLines lines = TextLines.open(file)) {
                assertThat(rest(lines)).containsExactly("loss", "2.5 \u00e9");
                assertThat(lines.position()).isEqualTo(Files.size(file));
            }
        }
    }

    @Test
    void lastLineWithoutAnEnd_waitsWhileTheFileGrows() throws Exception {
        Path file = write(bytes("ab\ncd"));
        try (TextLines lines = TextLines.growing(file)) {
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
        try (TextLines lines = TextLines.open(write(bytes("a\nb\nc\n")))) {
            lines.stopAt(2);
            assertThat(rest(lines)).containsExactly("a");
            lines.stopAt(Long.MAX_VALUE);
            assertThat(rest(lines)).containsExactly("b", "c");
        }
    }

    @Test
    void lineForPeople_isWhatATerminalShows() throws Exception {
        try (TextLines lines = TextLines.growingForPeople(write(bytes("10%\r20%\r30%\r\nx\n")))) {
            assertThat(rest(lines)).containsExactly("30%\r", "x");
        }
    }

    @Test
    void lineWithoutEnd_isRefused_andCutForPeople() throws Exception {
        byte[] endless = bytes("a".repeat((1 << 20) + 10) + "\nb\n");
        try (TextLines lines = TextLines.open(write(endless))) {
            assertThatThrownBy(lines::next).hasMessageContaining("lines.txt:1: is longer than 1048576 bytes");
        }
        try (TextLines lines = TextLines.growingForPeople(write(endless))) {
            assertThat(rest(lines)).extracting(String::length).containsExactly(1 << 20, 1);
        }
    }

    @Test
    void bytesOfNoCharacter_areRefused_andReplacedForPeople() throws Exception {
        byte[] wrong = {'o', 'k', '\n', 'l', (byte) 0xff, '\n'};
        try (TextLines lines = TextLines.open(write(wrong))) {
            assertThat(lines.next()).contains("ok");
            assertThatThrownBy(lines::next).hasMessageContaining("lines.txt:2: has bytes that are not UTF-8");
        }
        try (TextLines lines = TextLines.growingForPeople(write(wrong))) {
            assertThat(rest(lines)).containsExactly("ok", "l\uFFFD");
        }
    }

    @Test
    void printedLines_keepWhatIsWrittenOver_andBlankLines() throws Exception {
        List<PrintedLines.Line> printed = new ArrayList<>();
        try (PrintedLines lines = PrintedLines.of(new ByteArrayInputStream(bytes("10%\r20%\r\n\n\rend")), "job")) {
            for (Optional<PrintedLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                printed.add(line.get());
            }
        }
        assertThat(printed)
                .containsExactly(
                        new PrintedLines.Line("10%", true),
                        new PrintedLines.Line("20%", false),
                        new PrintedLines.Line("", false),
                        new PrintedLines.Line("end", false));
    }

    @Test
    void printedLine_ofLatin1_isRead_andALongOneCut() throws Exception {
        byte[] latin = {'p', (byte) 0xe9, '\n'};
        try (PrintedLines lines = PrintedLines.open(write(latin), false)) {
            assertThat(lines.next()).map(PrintedLines.Line::text).contains("p\u00e9");
        }
        try (PrintedLines lines = PrintedLines.open(write(bytes("a".repeat(100_000) + "\n")), false)) {
            assertThat(lines.next().orElseThrow().text()).hasSize(1 << 16);
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
