package io.gradwatch.fleet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.live.view.RunGroupQuery;
import io.gradwatch.fleet.live.view.RunQuery.Order;
import io.gradwatch.fleet.live.view.RunQueryBuilder;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Answer;
import io.gradwatch.fleet.testing.FakeFleet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to questions and addresses of the page. */
class FleetServerTest extends ServedFleet {

    @Test
    void asManyLongColumnsAsMayBe_areAnswered() throws Exception {
        open();
        String columns = IntStream.range(0, 64)
                .mapToObj(i -> "&column=config." + "c".repeat(220) + i)
                .collect(Collectors.joining());
        String conditions =
                ("&where=" + Browser.encoded("config." + "ä".repeat(200) + " = " + "ö".repeat(200))).repeat(16);

        assertThat(browser.get("/api/v1/runs?limit=7" + columns + conditions).status())
                .isEqualTo(200);
    }

    @Test
    void listOfRuns_isAnsweredWithNonFiniteNumbersAsStrings() throws Exception {
        open();
        Answer answer = browser.get("/api/v1/runs?state=training&sort=loss&order=asc&limit=7&text=dig");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/runs/0/run").asText()).isEqualTo(FakeFleet.RUN);
        assertThat(answer.json().at("/runs/0/loss").isTextual()).isTrue();
        assertThat(answer.json().at("/runs/0/loss").asText()).isEqualTo("NaN");
        assertThat(answer.json().at("/runs/0/gradient_norm").asText()).isEqualTo("Infinity");
        assertThat(answer.json().at("/runs/0/open_alerts/critical").asInt()).isEqualTo(1);
        assertThat(answer.json().at("/runs/0/progress").isNull()).isTrue();
        assertThat(answer.json().at("/next_cursor").asText()).isEqualTo("next");
        assertThat(fleet.asked)
                .containsExactly(RunQueryBuilder.builder()
                        .state("training")
                        .text("dig")
                        .tags(List.of())
                        .sort("loss")
                        .order(Order.ASC)
                        .limit(7)
                        .build());
    }

    @Test
    void runs_areAskedForByTheirIds() throws Exception {
        open();
        Answer answer = browser.get("/api/v1/runs?run=a%2F1&run=%3Cb%3E");
        Answer tooMany = browser.get("/api/v1/runs?run=a" + "&run=b".repeat(20));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(fleet.asked)
                .containsExactly(RunQueryBuilder.builder()
                        .runs(List.of("a/1", "<b>"))
                        .sort("started")
                        .order(Order.DESC)
                        .limit(100)
                        .build());
        assertThat(tooMany.status()).isEqualTo(400);
    }

    @Test
    void runs_areAskedForByTagsAndGroup() throws Exception {
        open();
        Answer answer = browser.get("/api/v1/runs?tag=baseline&tag=%3Cb%3E&group=sweep-1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/runs/0/tags/1").asText()).isEqualTo("<b>night</b>");
        assertThat(answer.json().at("/runs/0/group").asText()).isEqualTo("sweep-1");
        assertThat(fleet.asked)
                .containsExactly(RunQueryBuilder.builder()
                        .tags(List.of("baseline", "<b>"))
                        .group("sweep-1")
                        .sort("started")
                        .order(Order.DESC)
                        .limit(100)
                        .build());
    }

    @Test
    void runs_areAskedForByConditionsAndColumns_andGrouped() throws Exception {
        open();
        browser.get("/api/v1/runs?where=config.lr%3E0.001&where=tags!%3D*&column=metric.a/b&sort=metric.a/b&order=asc");
        Answer groups = browser.get("/api/v1/run-groups?by=config.model&of=best_loss&project=p&limit=1");
        Answer columns = browser.get("/api/v1/run-columns?text=O&limit=1");

        assertThat(groups.json().at("/groups/0/value").isNull()).isTrue();
        assertThat(groups.json().at("/groups/0/least").asDouble()).isEqualTo(0.5);
        assertThat(columns.json().at("/columns/0/column").asText()).isEqualTo("config.optimizer");
        assertThat(columns.json().at("/columns").size()).isEqualTo(1);
        assertThat(columns.json().at("/total").asInt()).isEqualTo(2);
        assertThat(fleet.asked)
                .containsExactly(
                        RunQueryBuilder.builder()
                                .where(List.of("config.lr>0.001", "tags!=*"))
                                .columns(List.of("metric.a/b"))
                                .sort("metric.a/b")
                                .order(Order.ASC)
                                .limit(100)
                                .build(),
                        new RunGroupQuery(RunQueryBuilder.builder().project("p").build(), "config.model", "best_loss"),
                        "columns with O");
    }

    @Test
    void runWithAnyId_isFoundByItsPath() throws Exception {
        open();
        Answer answer = browser.get("/api/v1/runs/" + Browser.encoded(FakeFleet.RUN));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/name").asText()).isEqualTo("digits");
        assertThat(answer.json().at("/description/hyperparameters/optimizer").asText())
                .isEqualTo("Adam");
        assertThat(answer.json().at("/description/notes").asText()).isEqualTo("warm-up\nof 500 <b>steps</b>");
        assertThat(answer.json().at("/description/summary/val~1acc").asText()).isEqualTo("NaN");
        assertThat(answer.json().at("/description/definitions/0/step_metric").asText())
                .isEmpty();
        assertThat(answer.json().at("/alerts/0/class").asText()).isEqualTo("nan");
        assertThat(answer.json().at("/generalisation_gap").asText()).isEqualTo("-Infinity");
        assertThat(browser.get("/api/v1/alerts/a%2F1")
                        .json()
                        .at("/evidence/0/value")
                        .asText())
                .isEqualTo("NaN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/runs?state=lost | The parameter 'state' was 'lost' but must be one of starting, training, stalled",
                "/api/v1/runs?limit=0 | The parameter 'limit' was '0' but must be a whole number from 1 to 1000",
                "/api/v1/runs?limit=1e3 | The parameter 'limit' was '1e3' but must be a whole number",
                "/api/v1/runs?cursor=bad | The parameter 'cursor' was 'bad' but must be a next_cursor",
                "/api/v1/runs?sort=started&sort=name | The parameter 'sort' was 'started, name' but must be given once",
                "/api/v1/runs?stat=x | The parameter 'stat' is not known; there are column, cursor, group, host",
                "/api/v1/runs?sort=%20 | The parameter 'sort' was ' ' but must be a column: started, name",
                "/api/v1/runs?where=config.lr | The parameter 'where' was 'config.lr' but must be a column, one of =",
                "/api/v1/runs?where=lr%3Ea | The parameter 'where' was 'lr>a' but must be a number behind >",
                "/api/v1/runs?where=a%3D/(/ | The parameter 'where' was 'a=/(/' but must be a regular expression",
                "/api/v1/runs?text=/[/ | The parameter 'text' was '/[/' but must be a regular expression: missing closing",
                "/api/v1/alerts?text=/[/ | The parameter 'text' was '/[/' but must be a regular expression: missing closing",
                "/api/v1/run-groups | The parameter 'by' was '' but must be a column",
                "/api/v1/alerts?since=-1 | The parameter 'since' was '-1' but must be",
                "/api/v1/fleet/groups?by=moon | The parameter 'by' was 'moon' but must be one of project, owner"
            })
    void wrongParameter_isNamed(String path, String message) throws Exception {
        open();
        Answer answer = browser.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("bad_request");
        assertThat(answer.message()).startsWith(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/runs/a%00b",
                "/api/v1/alerts/%00",
                "/api/v1/runs/..%2F..%2Fetc%2Fpasswd",
                "/api/v1/runs/%252e%252e",
                "/api/v1/alerts/none",
                "/api/v1/nothing",
                "/assets/..%2Findex.html",
                "/assets/%2e%2e%2findex.html",
                "/assets/..%5cindex.html",
                "/%2e%2e%2fx.js",
                "/assets/none.js",
                "/FleetServer.class"
            })
    void whatIsNotThere_isNotFound(String path) throws Exception {
        open();
        Answer answer = browser.get(path);

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("root:", "<!doctype");
        assertThat(answer.json().at("/error/code").asText()).isIn("bad_request", "not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "runs%5Cexp%5C7, runs\\exp\\7",
        "a%2Fb%25c, a/b%c",
        "a%3Bb, a;b",
        "lr%3D0.1%3F%20%23%26%2B, lr=0.1? #&+",
        "%C3%BC%22%3C, ü\"<"
    })
    void idOfAnyCharacters_isLookedUp(String encoded, String id) throws Exception {
        open();
        Answer answer = browser.get("/api/v1/runs/" + encoded);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.message()).contains(id);
    }

    @Test
    void tablesThatMove_areUnavailable() throws Exception {
        open();
        fleet.available = false;
        Answer answer = browser.get("/api/v1/fleet");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("unavailable");
        assertThat(answer.headers()).containsEntry("Retry-After", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nonsense", "/nonsense/further", "/runs.html"})
    void addressThatIsNone_isThePageForAPerson_andJsonForAProgram(String path) throws Exception {
        open();
        Answer person = browser.get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        assertThat(person.status()).isEqualTo(404);
        assertThat(person.headers().get("Content-Type")).startsWith("text/html");
        assertThat(person.body()).containsIgnoringCase("<!doctype");

        Answer program = browser.get(path, "Accept", "*/*");
        assertThat(program.status()).isEqualTo(404);
        assertThat(program.json().at("/error/code").asText()).isEqualTo("not_found");
        assertThat(browser.get("/api/v1/nonsense", "Accept", "text/html")
                        .json()
                        .at("/error/code")
                        .asText())
                .isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs/team/run-7",
                "/runs/team%2Frun-7",
                "/alerts/team/run-7-0-nan",
                "/alerts/team%2Frun-7-0-nan"
            })
    void linksOfMessages_openThePage_alsoWithSlashes(String path) throws Exception {
        open();
        Answer answer = browser.get(path, "Accept", "text/html");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).containsIgnoringCase("<!doctype");
    }

    @Test
    void bodyThatIsTooLong_isRefused() throws Exception {
        open();
        Answer answer = browser.send("POST", "/api/v1/question", "x".repeat(FleetServer.MOST_BODY_BYTES + 1));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("too_large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/runs", "/runs/a%2Fb", "/compare?run=a&run=b", "/alerts", "/alerts/x", "/silences", "/sql"
            })
    void addressesOfThePage_areThePage(String path) throws Exception {
        open();
        Answer answer = browser.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("<title>Gradwatch</title>");
        assertThat(answer.headers().get("Content-Type")).startsWith("text/html");
    }

    @Test
    void filesOfThePage_areKeptByTheBrowser() throws Exception {
        open();
        Answer answer = browser.get("/assets/page-1a2b.js");

        assertThat(answer.headers().get("Content-Type")).startsWith("text/javascript");
        assertThat(answer.headers().get("Cache-Control")).contains("immutable");
    }

    @Test
    void wrongMethod_isSaid() throws Exception {
        open();
        assertThat(browser.send("DELETE", "/api/v1/runs", "").status()).isEqualTo(405);
        assertThat(browser.get("/api/v1/broken").status()).isEqualTo(500);
        assertThat(browser.get("/api/v1/broken").body()).doesNotContain("secret detail");
    }
}
