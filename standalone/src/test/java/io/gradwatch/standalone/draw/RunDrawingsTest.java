package io.gradwatch.standalone.draw;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.standalone.CommandRun;
import io.gradwatch.standalone.replay.SampleLogs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

        JsonNode bad = data("bad");
        assertThat(bad.at("/curves"))
                .extracting(curve -> curve.get("series").asText())
                .contains("loss", "gradient_norm");
        assertThat(curve(bad, "loss").get("nan")).extracting(JsonNode::asInt).contains(1);
        assertThat(bad.get("alerts")).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.get("onset_step").asInt())
                    .isBetween(195, alert.get("raised_step").asInt());
            assertThat(alert.get("row")).isEqualTo(alert.get("raised_step"));
            assertThat(alert.get("state").asText()).isEqualTo("unrecovered");
            assertThat(alert.get("causes")).isNotEmpty();
            assertThat(alert.get("remedies")).isNotEmpty();
        });
        assertThat(bad.at("/alerts/0/severity").asText()).isEqualTo("critical");
        JsonNode good = data("good");
        assertThat(good.get("rows").asInt()).isEqualTo(300);
        assertThat(good.get("alerts")).isEmpty();
        assertThat(curve(good, "loss").get("nan")).extracting(JsonNode::asInt).containsOnly(0);
        assertThat(data("index").get("runs"))
                .extracting(run -> run.get("page").asText())
                .containsExactly("bad.html", "good.html", "index-2.html");
        assertThat(data("index").at("/runs/1/alerts")).isEmpty();
        JsonNode listed = data("index").at("/runs/0/alerts");
        assertThat(listed).hasSameSizeAs(bad.get("alerts"));
        assertThat(listed.get(0).fieldNames()).toIterable().containsExactlyInAnyOrder("class", "severity", "state");
        assertThat(listed.get(0).get("class")).isEqualTo(bad.at("/alerts/0/class"));
    }

    @Test
    void attemptsStayApart_andTheCurvesOfSplitsHaveTheirNames() throws Exception {
        draw(logs.restarted("again.csv"), logs.overfitting("over.csv"));

        JsonNode again = curve(data("again"), "loss");
        assertThat(again.get("attempts")).hasSize(2);
        assertThat(again.get("step").get(80).asInt()).isEqualTo(80);
        assertThat(again.get("step").get(81).asInt()).isEqualTo(30);
        assertThat(curve(data("over"), "train-val/loss").get("step")).hasSize(60);
    }

    @Test
    void logThatEndsTooEarly_isDrawnSoFar_withTheReason() throws Exception {
        draw(logs.cutList("cut.json"));

        assertThat(data("cut").get("problem").asText()).contains("is not whole JSON");
        assertThat(curve(data("cut"), "loss").get("last"))
                .extracting(JsonNode::asDouble)
                .containsExactly(2.0, 1.5);
    }

    @Test
    void hostileNames_cannotLeaveTheData() throws Exception {
        String evil = "</script><img src=x onerror=alert(1)>";
        Path file = Files.writeString(
                folder.resolve("a\"b'<i>&.csv"), "step,train_loss," + evil + "\n0,1,1\n1,nan,1\n2,nan,1\n");

        draw(file);

        assertThat(page("a_b_i_")).doesNotContain("<img", "<i>").contains("default-src 'none'; script-src 'sha256-");
        assertThat(data("a_b_i_").get("run").asText()).isEqualTo("a\"b'<i>&");
        assertThat(curve(data("a_b_i_"), evil).get("series").asText()).isEqualTo(evil);
        assertThat(page("index")).doesNotContain("<i>");
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

        JsonNode loss = curve(data("long"), "loss");
        assertThat(loss.get("step").size()).isBetween(800, 1_600);
        assertThat(loss.get("max")).extracting(JsonNode::asDouble).contains(1.9);
        assertThat(loss.get("nan")).extracting(JsonNode::asInt).contains(1);
        assertThat(loss.get("count")).extracting(JsonNode::asInt).first().isEqualTo(64);
        assertThat(data("index").at("/runs/0/loss/step").size()).isLessThanOrEqualTo(120);
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

    private JsonNode data(String name) throws Exception {
        Matcher data =
                Pattern.compile("id=\"drawn\">(.*?)</script>", Pattern.DOTALL).matcher(page(name));
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1));
    }

    private static JsonNode curve(JsonNode run, String series) {
        for (JsonNode curve : run.get("curves")) {
            if (curve.get("series").asText().equals(series)) {
                return curve;
            }
        }
        throw new AssertionError(series + " has no curve in " + run);
    }
}
