package io.gradwatch.fleet;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.fleet.testing.Browser.Answer;
import io.gradwatch.fleet.testing.Job;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of the history and of questions in SQL over HTTP. */
class FleetHttpIT extends TwoRunsOverHttp {

    private static final String ENDLESS = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b";

    @Test
    void points_areACurveAtTheAskedZoom() throws Exception {
        JsonNode all = browser.get("/api/v1/runs/one%2Fa/points?series=loss&points=1000")
                .json();
        assertThat(all.at("/run").asText()).isEqualTo("one/a");
        assertThat(all.at("/raw").asBoolean()).isTrue();
        assertThat(all.at("/step").size()).isEqualTo(STEPS);
        assertThat(all.at("/last/" + NAN_STEP).asText()).isEqualTo("NaN");

        JsonNode few = browser.get("/api/v1/runs/one%2Fa/points?points=10&from=20&to=79&smooth=5")
                .json();
        assertThat(few.at("/step").size()).isBetween(2, 10);
        assertThat(sum(few.at("/count")))
                .isBetween(60L, 60L + 2 * few.at("/bucket_steps").asLong());
        assertThat(sum(few.at("/nan"))).isEqualTo(1);
        assertThat(few.at("/smoothed").size()).isEqualTo(few.at("/step").size());

        JsonNode timed = browser.get("/api/v1/runs/two/points?x=time&from=" + (Job.START + 10_000))
                .json();
        assertThat(timed.at("/step/0").asLong()).isEqualTo(10);
    }

    @Test
    void tensors_areAHeatMap() throws Exception {
        JsonNode map = browser.get("/api/v1/runs/two/tensors?kind=Gradient&statistic=l2_norm&columns=20")
                .json();

        assertThat(map.at("/layers").toString()).isEqualTo("[\"dense_1\",\"dense_2\"]");
        assertThat(map.at("/step").size()).isBetween(2, 20);
        assertThat(map.at("/values").size()).isEqualTo(2);
        assertThat(map.at("/values/1/0").asDouble())
                .isEqualTo(2 * map.at("/values/0/0").asDouble());
        assertThat(browser.get("/api/v1/runs/two/tensors?kind=weight")
                        .json()
                        .at("/layers")
                        .size())
                .isZero();
    }

    @Test
    void histogram_isThatOfTheLastStepBefore() throws Exception {
        JsonNode found = browser.get("/api/v1/runs/two/histogram?layer=dense_1&kind=Gradient&step=37")
                .json();

        assertThat(found.at("/step").asLong()).isEqualTo(30);
        assertThat(found.at("/previous_step").asLong()).isEqualTo(20);
        assertThat(found.at("/next_step").asLong()).isEqualTo(40);
        int half = -2 - found.at("/lowest_exponent").asInt();
        assertThat(found.at("/positive/" + half).asLong()).isEqualTo(3);
        assertThat(found.at("/negative/" + (half + 4)).asLong()).isEqualTo(1);
        assertThat(found.at("/elements").asLong()).isEqualTo(10);
        JsonNode none = browser.get("/api/v1/runs/two/histogram?layer=dense_2").json();
        assertThat(none.at("/step").isNull()).isTrue();
        assertThat(none.at("/first_step").isNull()).isTrue();
        assertThat(sql("SELECT sum(histogram[103])::BIGINT AS n FROM tensors WHERE run = 'two' AND layer = 'dense_1'"
                                + " AND step <= 30")
                        .json()
                        .at("/rows/0/0")
                        .asLong())
                .isEqualTo(1 + 2 + 3);
    }

    @Test
    void comparison_hasCurvesAndWhatDiffers() throws Exception {
        JsonNode compared =
                browser.get("/api/v1/compare?run=one%2Fa&run=two&series=loss").json();

        assertThat(compared.at("/runs/0/run").asText()).isEqualTo("one/a");
        assertThat(compared.at("/runs/1/points/step").size()).isEqualTo(STEPS);
        assertThat(compared.at("/configuration").findValuesAsText("key")).contains("optimizer", "framework");
        for (JsonNode entry : compared.at("/configuration")) {
            assertThat(entry.at("/differs").asBoolean())
                    .isEqualTo(entry.at("/key").asText().equals("optimizer"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | /runs/two/points?points=0 | The parameter 'points' was '0' but must be a whole number from 1 to",
                "400 | /runs/two/points?from=9&to=3 | from was '9' but must be at most to, which was '3'",
                "400 | /runs/two/points?x=epoch | The parameter 'x' was 'epoch' but must be one of step, time",
                "400 | /runs/two/points?smooth=NaN | The parameter 'smooth' was 'NaN' but must be a number from 0.0 to",
                "400 | /runs/two/points?zoom=1 | The parameter 'zoom' is not known; there are from, points, rank",
                "400 | /runs/two/tensors?statistic=l3 | The parameter 'statistic' was 'l3' but must be one of infinity_count",
                "400 | /runs/two/tensors?columns=99999 | The parameter 'columns' was '99999' but must be a whole number",
                "400 | /runs/two/tensors?from=2&to=1 | The parameter 'from' was '2' but must be at most 'to', which was '1'",
                "400 | /compare?series=loss | The parameter 'run' was '' but must be given, once for each run",
                "400 | /compare?run=two&rank=-1 | The parameter 'rank' was '-1' but must be a whole number from 0 to",
                "404 | /runs/none/points | No run 'none' is live, and the history has no values of it",
                "400 | /runs/two/histogram | The parameter 'layer' was '' but must be given",
                "400 | /runs/two/histogram?layer=a&step=-1 | The parameter 'step' was '-1' but must be a whole number from 0",
                "404 | /runs/none/histogram?layer=a | No run 'none' is live, and the history has no values of it",
                "404 | /runs/none/tensors | No run 'none' is live, and the history has no values of it",
                "404 | /runs/none/series | No run 'none' is live, and the history has no values of it",
                "404 | /compare?run=two&run=none | No run 'none' is live, and the history has no values of it"
            })
    void wrongQuestion_isTold(int status, String path, String message) throws Exception {
        Answer answer = browser.get("/api/v1" + path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.message()).startsWith(message);
    }

    @Test
    void tooManyRunsToCompare_areTold() throws Exception {
        Answer answer = browser.get("/api/v1/compare?series=loss" + "&run=two".repeat(21));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .isEqualTo("The parameter 'run' was '21 values' but must be given at most 20 times");
    }

    private static long sum(JsonNode numbers) {
        long sum = 0;
        for (JsonNode number : numbers) {
            sum += number.asLong();
        }
        return sum;
    }

    @Test
    void sql_isAnsweredAsJsonCsvAndParquet() throws Exception {
        String query = "SELECT run, count(*) AS steps, max(loss) AS worst FROM steps GROUP BY run ORDER BY run";
        JsonNode json = sql(query).json();
        assertThat(json.at("/columns/1").toString()).isEqualTo("{\"name\":\"steps\",\"type\":\"BIGINT\"}");
        assertThat(json.at("/rows").toString()).isEqualTo("[[\"one/a\",100,\"NaN\"],[\"two\",100,\"NaN\"]]");
        assertThat(json.at("/truncated").asBoolean()).isFalse();

        Answer csv = browser.send("POST", "/api/v1/sql", question(query), "Accept", "text/csv");
        assertThat(csv.headers().get("Content-Type")).isEqualTo("text/csv; charset=utf-8");
        assertThat(csv.body()).isEqualTo("run,steps,worst\r\none/a,100,NaN\r\ntwo,100,NaN\r\n");

        Path file = folder.resolve("answer.parquet");
        Files.write(file, bytes("SELECT * FROM steps ORDER BY run, step", "application/vnd.apache.parquet"));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*), sum(loss) FILTER (isfinite(loss)), max(step) FROM '" + file + "'")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(2 * STEPS);
            assertThat(rows.getDouble(2)).isEqualTo(3.0 * (STEPS - 1));
            assertThat(rows.getLong(3)).isEqualTo(STEPS - 1);
        }
    }

    @Test
    void sql_isAnsweredAsArrow() throws Exception {
        byte[] answer =
                bytes("SELECT run, step, loss FROM steps ORDER BY run, step", "application/vnd.apache.arrow.stream");
        int rows = 0;
        try (BufferAllocator memory = new RootAllocator();
                ArrowStreamReader reader = new ArrowStreamReader(new ByteArrayInputStream(answer), memory)) {
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
            }
            assertThat(reader.getVectorSchemaRoot().getSchema().toString())
                    .isEqualTo("Schema<run: Utf8, step: Int(64, true), loss: FloatingPoint(DOUBLE)>");
        }
        assertThat(rows).isEqualTo(2 * STEPS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"query\": \"SELECT 1\", \"limit\": 0} | limit was '0' but must be 1 or more",
                "{\"query\": \" \"} | The body has no 'query'; it must be",
                "SELECT 1 | The body is no JSON object with 'query' and 'limit'",
                "{\"query\": \"FROM read_text('/etc/passwd')\"} | the table function 'read_text' is not allowed",
                "{\"query\": \"DROP TABLE steps\"} | ",
                "{\"query\": \"SELECT los FROM steps\"} | Binder Error: Referenced column \"los\" not found"
            })
    void wrongSql_isTold(String body, String message) throws Exception {
        for (String format : List.of(
                "application/json",
                "text/csv",
                "application/vnd.apache.parquet",
                "application/vnd.apache.arrow.stream")) {
            Answer answer = browser.send("POST", "/api/v1/sql", body, "Accept", format);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.headers().get("Content-Type")).isEqualTo("application/json");
            assertThat(answer.message())
                    .startsWith(message == null ? "" : message)
                    .isNotBlank();
        }
    }

    @Test
    void bodyThatIsTooLong_isRefused() throws Exception {
        Answer answer = browser.send("POST", "/api/v1/sql", question("SELECT '" + "x".repeat(300_000) + "'"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.message()).isEqualTo("The body is longer than 262144 bytes");
        assertThat(browser.get("/api/v1/sql").status()).isEqualTo(405);
    }

    @Test
    void questionWhoseClientGoes_isCancelled_andUntilThenHasThePlace() throws Exception {
        double cancelled = scrape().value("gradwatch_sql_queries_total", "outcome", "cancelled");
        try (Socket client = new Socket("127.0.0.1", service.port())) {
            String body = question(ENDLESS);
            client.getOutputStream()
                    .write(("POST /api/v1/sql HTTP/1.1\r\nHost: 127.0.0.1:" + service.port() + "\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1));
            await().atMost(PATIENCE).until(() -> scrape().value("gradwatch_sql_queries_running") == 1);
            Answer second = sql("SELECT 1");
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.message())
                    .isEqualTo("1 queries are running, as many as may (fleet.sql.concurrency); try again soon");
        }
        await().atMost(PATIENCE).until(() -> scrape().value("gradwatch_sql_queries_running") == 0);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scrape().value("gradwatch_sql_queries_total", "outcome", "cancelled"))
                        .isEqualTo(cancelled + 1));
        assertThat(sql("SELECT 1").json().at("/rows/0/0").asInt()).isEqualTo(1);
    }

    @Test
    void clientThatSendsTheNextRequestEarly_getsTheFirstAnswerAndAClosedConnection() throws Exception {
        try (Socket client = new Socket("127.0.0.1", service.port())) {
            String body = question("SELECT count(*) FROM range(300000000) WHERE hash(range) > 0");
            String request = "POST /api/v1/sql HTTP/1.1\r\nHost: 127.0.0.1:" + service.port() + "\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body;
            client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> scrape().value("gradwatch_sql_queries_running") == 1);
            client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers).startsWith("HTTP/1.1 200").containsOnlyOnce("HTTP/1.1");
        }
    }

    private static byte[] bytes(String query, String format) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/api/v1/sql"))
                .header("Accept", format)
                .POST(HttpRequest.BodyPublishers.ofString(question(query)))
                .build();
        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(format);
        return answer.body();
    }
}
