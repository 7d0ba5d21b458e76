package io.gradwatch.standalone.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.standalone.CommandRun;
import io.gradwatch.standalone.replay.SampleLogs;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDrawingsTest {

    @TempDir
    Path folder;

    private SampleLogs logs;
    private Path pages;

    @BeforeEach
    void prepare() {
        logs = new SampleLogs(folder);
        pages = folder.resolve("new/pages");
    }

    @Test
    void everyRun_hasItsPageAndALineInTheList() throws Exception {
        draw(logs.exploding("bad.csv"), logs.healthy("good.csv"), logs.healthy("index.csv"));

        String bad = page("bad");
        assertThat(bad)
                .contains("class=\"mark onset critical\"", "class=\"mark raised critical\"", "class=\"nanbar\"")
                .contains(">loss<", ">gradient norm<", ">learning rate<")
                .contains("Probably", "Try, in this order")
                .doesNotContain("<script");
        assertThat(page("good")).contains("300 rows, no alert").doesNotContain("class=\"mark", "class=\"nan");
        assertThat(page("index"))
                .contains("3 runs, 1 with alerts", "href=\"bad.html\"", "href=\"index-2.html\"", "chip critical");
    }

    @Test
    void pictures_areWellFormed() throws Exception {
        draw(
                logs.exploding("bad.csv"),
                logs.restarted("again.csv"),
                logs.overfitting("over.csv"),
                logs.cutList("cut.json"));

        for (String name : new String[] {"bad", "again", "over", "cut", "index"}) {
            Matcher svg = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page(name));
            assertThat(svg.find()).isTrue();
            byte[] xml = svg.group().getBytes(StandardCharsets.UTF_8);
            assertThat(DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(xml))
                            .getDocumentElement()
                            .getTagName())
                    .isEqualTo("svg");
            assertThat(svg.group()).doesNotContain("NaN ", "Infinity", "\"NaN\"");
        }
        assertThat(page("cut")).contains("cut short: ").contains("is not whole JSON");
    }

    @Test
    void hostileNames_areTextAndNothingElse() throws Exception {
        String evil = "<img src=x onerror=alert(1)>";
        Path file = Files.writeString(
                folder.resolve("a\"b'<i>&.csv"), "step,train_loss," + evil + "\n0,1,1\n1,nan,1\n2,nan,1\n");

        draw(file);

        String page = page("a_b_i_");
        assertThat(page)
                .contains("<h1>a&quot;b&#39;&lt;i&gt;&amp;</h1>", "&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img", "<i>")
                .contains("default-src 'none'; style-src 'sha256-");
        assertThat(page("index")).contains("a&quot;b&#39;&lt;i&gt;&amp;</a>").doesNotContain("<i>");
    }

    @Test
    void folderThatCannotBeMade_isTold() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        CommandRun run = CommandRun.of(
                "replay", "--draw", file.toString(), logs.healthy("h.csv").toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("cannot be made a folder for the pages");
    }

    @Test
    void longRun_isDrawnInBoundedSpace_andItsOneSpikeIsSeen() throws Exception {
        StringBuilder text = new StringBuilder("step,train_loss\n");
        for (int step = 0; step < 100_000; step++) {
            text.append(step).append(step == 54_321 ? ",1.9\n" : step == 76_543 ? ",nan\n" : ",1.5\n");
        }
        Path file = Files.writeString(folder.resolve("long.csv"), text);

        draw(file);

        assertThat(page("long").length()).isLessThan(100_000);
        assertThat(page("long")).contains("class=\"nanbar\"", ">1.8</text>");
    }

    private void draw(Path... files) {
        String[] command = new String[files.length + 3];
        command[0] = "replay";
        command[1] = "--draw";
        command[2] = pages.toString();
        for (int i = 0; i < files.length; i++) {
            command[i + 3] = files[i].toString();
        }
        assertThat(CommandRun.of(command).out()).contains("run");
    }

    private String page(String name) throws Exception {
        return Files.readString(pages.resolve(name + ".html"));
    }
}
