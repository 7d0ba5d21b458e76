package io.gradwatch.fleet.http.saved;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.config.Secret;
import io.gradwatch.fleet.http.FleetServer;
import io.gradwatch.fleet.http.access.AccessSettings;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.saved.SavedViews;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavedViewRoutesTest {

    private static final String HOSTILE =
            "{\"name\":\" <b>today</b>/1 \",\"page\":\"runs\",\"query\":\"text=%22&by=a\"}";
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(7), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private FleetServer server;
    private Browser browser;

    @BeforeEach
    void open() throws IOException {
        open(List.of());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void open(List<Token> tokens) throws IOException {
        server = new FleetServer(
                "127.0.0.1",
                0,
                new AccessSettings(tokens, null, Set.of()),
                List.of(new SavedViewRoutes(new SavedViews(folder), CLOCK)));
        server.start();
        browser = new Browser(server.port());
    }

    @Test
    void view_isThereAfterARestart_untilItIsDeleted() throws Exception {
        assertThat(browser.send("POST", "/api/v1/views", HOSTILE).status()).isEqualTo(201);
        server.close();
        open();
        Answer list = browser.get("/api/v1/views");

        assertThat(list.json().at("/views").size()).isEqualTo(1);
        assertThat(list.json().at("/views/0/name").asText()).isEqualTo("<b>today</b>/1");
        assertThat(list.json().at("/views/0/query").asText()).isEqualTo("text=%22&by=a");
        assertThat(list.json().at("/views/0/saved_millis").asLong()).isEqualTo(7);
        String path = "/api/v1/views?name=" + Browser.encoded("<b>today</b>/1");
        assertThat(browser.send("DELETE", path, "").json().at("/views").size()).isZero();
        assertThat(browser.send("DELETE", path, "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\b", "a/b", "100%", "%2e%2e", "..", ".", "a;b=c", "a?b#c&d=e+f", "\u00fc\u2028\u00fc"})
    void anyName_isDeletedAgain(String name) throws Exception {
        String quoted = new ObjectMapper().writeValueAsString(name);
        assertThat(browser.send(
                                "POST",
                                "/api/v1/views",
                                "{\"name\":" + ascii(quoted) + ",\"page\":\"runs\",\"query\":\"\"}")
                        .json()
                        .at("/name")
                        .asText())
                .isEqualTo(name);

        Answer left = browser.send("DELETE", "/api/v1/views?name=" + Browser.encoded(name), "");

        assertThat(left.status()).isEqualTo(200);
        assertThat(left.json().at("/views").size()).isZero();
    }

    /** As the browser of the tests sends it. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder();
        json.chars().forEach(c -> ascii.append(c < 128 ? "" + (char) c : "\\u%04x".formatted(c)));
        return ascii.toString();
    }

    @Test
    void deletionWithoutAName_isRefused() throws Exception {
        Answer answer = browser.send("DELETE", "/api/v1/views", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isEqualTo("The parameter 'name' must be given");
    }

    @Test
    void sameName_replaces_andThereAreNoMoreThanMayBe() throws Exception {
        for (int i = 0; i < SavedViews.MOST_VIEWS; i++) {
            assertThat(save("view " + i, "a=1").status()).isEqualTo(201);
        }
        assertThat(save("one more", "a=1").status()).isEqualTo(429);
        assertThat(save("view 7", "a=2").status()).isEqualTo(201);

        assertThat(browser.get("/api/v1/views").json().at("/views").size()).isEqualTo(SavedViews.MOST_VIEWS);
        assertThat(browser.get("/api/v1/views").json().toString())
                .contains("a=2")
                .doesNotContain("one more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"name\": \" \", \"page\": \"runs\", \"query\": \"\"}; 'name' must have 1 to 100 characters",
                "{\"name\": \"a\", \"page\": \"sql\", \"query\": \"\"}; 'page' must be one of runs, alerts, parallel, scatter",
                "{\"name\": \"a\", \"page\": \"runs\"}; 'query' must be given",
                "{\"name\": \"a\", \"pages\": 1}; The field 'pages' is not known"
            })
    void wrongView_isRefused(String body, String message) throws Exception {
        Answer answer = browser.send("POST", "/api/v1/views", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).startsWith(message);
    }

    @Test
    void reader_mayNotSave() throws Exception {
        server.close();
        open(List.of(new Token("reader", new Secret("reader-token-0123456789"), Right.READ)));
        String[] token = {"Authorization", "Bearer reader-token-0123456789"};

        assertThat(browser.send("POST", "/api/v1/views", HOSTILE, token).status())
                .isEqualTo(403);
        assertThat(browser.get("/api/v1/views", token).status()).isEqualTo(200);
    }

    @Test
    void fileThatCannotBeRead_isPutAside_andIsNotLost() throws Exception {
        Files.writeString(folder.resolve("views.json"), "[{\"name\": \"precious\"");

        assertThat(browser.get("/api/v1/views").json().at("/views").size()).isZero();
        assertThat(save("next", "").status()).isEqualTo(201);
        assertThat(Files.readString(folder.resolve("views.json.unreadable"))).contains("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[null]", "[{}]", "[{\"name\": \"a\", \"page\": \"runs\"}]", "{}", "[1]", ""})
    void fileOfAnythingElse_isPutAside(String content) throws Exception {
        Files.writeString(folder.resolve("views.json"), content);

        assertThat(browser.get("/api/v1/views").json().at("/views").size()).isZero();
        assertThat(save("next", "").status()).isEqualTo(201);
        assertThat(folder.resolve("views.json.unreadable")).hasContent(content);
    }

    private Answer save(String name, String query) throws Exception {
        return browser.send(
                "POST", "/api/v1/views", "{\"name\":\"" + name + "\",\"page\":\"runs\",\"query\":\"" + query + "\"}");
    }
}
