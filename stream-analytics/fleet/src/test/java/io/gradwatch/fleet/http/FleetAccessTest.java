package io.gradwatch.fleet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.config.Secret;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.testing.Browser.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hosts, origins, tokens and cookies by which the server lets a request in. */
class FleetAccessTest extends ServedFleet {

    private static final String READER = "reader-token-0123456789";
    private static final String WRITER = "writer-token-0123456789";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/runs",
                "/api/v1/none",
                "/health",
                "/assets/page-1a2b.js",
                "/api/v1/runs?x=1",
                "/api/v1/runs/a%00b",
                "/%2e%2e/%00"
            })
    void everyAnswer_hasTheSecurityHeaders(String path) throws Exception {
        open();
        for (Answer answer : List.of(browser.get(path), browser.get(path, "Host", "evil.example"))) {
            assertThat(answer.headers())
                    .containsEntry("Content-Security-Policy", SecurityHeaders.POLICY)
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .doesNotContainKey("Server");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/runs", "/api/v1/fleet", "/health", "/internal/v1/overview"})
    void foreignHostOrOrigin_isRefused(String path) throws Exception {
        open();
        assertThat(browser.get(path, "Host", "evil.example").status()).isEqualTo(403);
        assertThat(browser.get(path, "Host", "127.0.0.1.evil.example:80").status())
                .isEqualTo(403);
        assertThat(browser.get(path, "Origin", "http://evil.example").status()).isEqualTo(403);
        assertThat(browser.get(path, "Origin", "null").status()).isEqualTo(403);
        assertThat(browser.get(path, "Origin", "http://127.0.0.1:1").status()).isEqualTo(403);
    }

    @Test
    void withoutTokens_whoAsksIsWhoRunsTheServer() throws Exception {
        open();
        Answer answer = browser.get("/api/v1/session");

        assertThat(answer.json().at("/name").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(answer.json().at("/right").asText()).isEqualTo("write");
    }

    @Test
    void ownHostAndOrigin_areServed() throws Exception {
        open();
        String own = "127.0.0.1:" + server.port();
        assertThat(browser.get("/api/v1/fleet", "Origin", "http://" + own).status())
                .isEqualTo(200);
        assertThat(browser.get("/api/v1/fleet", "Host", "LOCALHOST:" + server.port())
                        .status())
                .isEqualTo(200);
        assertThat(browser.get("/api/v1/fleet", "Host", "fleet.example.org").status())
                .isEqualTo(200);
    }

    @Test
    void tokens_areNeededWhereThereAreSome() throws Exception {
        open(new Token("ada", new Secret(READER), Right.READ), new Token("grace", new Secret(WRITER), Right.WRITE));

        assertThat(browser.get("/api/v1/runs").status()).isEqualTo(401);
        assertThat(status("/api/v1/runs", "Bearer wrong")).isEqualTo(401);
        assertThat(status("/api/v1/runs", READER)).isEqualTo(401);
        assertThat(status("/api/v1/runs", "Bearer " + READER)).isEqualTo(200);
        assertThat(browser.get("/api/v1/session", "Authorization", "Bearer " + READER)
                        .json()
                        .at("/right")
                        .asText())
                .isEqualTo("read");
        assertThat(browser.get("/health").status()).isEqualTo(200);
        assertThat(browser.get("/").status()).isEqualTo(200);

        Answer refused = browser.send("POST", "/api/v1/change", "", "Authorization", "Bearer " + READER);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).isEqualTo("The token of ada may read only");
        assertThat(browser.send("POST", "/api/v1/change", "", "Authorization", "Bearer " + WRITER)
                        .status())
                .isEqualTo(200);
        assertThat(browser.send("POST", "/api/v1/question", "", "Authorization", "Bearer " + READER)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override", "x-http-method-override", "X-HTTP-Method", "X-Method-Override"})
    void methodInAHeader_isNotTheMethod(String header) throws Exception {
        open(new Token("ada", new Secret(READER), Right.READ), new Token("grace", new Secret(WRITER), Right.WRITE));

        for (String method : List.of("POST", "DELETE", "PUT")) {
            for (String token : List.of(READER, WRITER)) {
                Answer got =
                        browser.send("GET", "/api/v1/change", "", header, method, "Authorization", "Bearer " + token);
                assertThat(got.status()).as(method).isEqualTo(405);
            }
            assertThat(browser.get("/api/v1/runs", header, method, "Authorization", "Bearer " + READER)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(browser.send("POST", "/api/v1/change", "", header, "GET", "Authorization", "Bearer " + READER)
                        .status())
                .isEqualTo(403);
        assertThat(changes).hasValue(0);
    }

    @Test
    void session_givesABrowserACookie() throws Exception {
        open(new Token("ada", new Secret(READER), Right.READ));
        assertThat(browser.send("POST", "/api/v1/session", "guess").status()).isEqualTo(401);

        Answer answer = browser.send("POST", "/api/v1/session", READER);
        assertThat(answer.json().at("/name").asText()).isEqualTo("ada");
        String cookie = answer.headers().get("Set-Cookie");
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
        assertThat(statusWithCookie(cookie.substring(0, cookie.indexOf(';')))).isEqualTo(200);
    }

    @Test
    void cookieOfABrowser_isNoTokenAndDoesNotHoldOne() throws Exception {
        open(new Token("ada", new Secret(READER), Right.READ));
        String cookie =
                browser.send("POST", "/api/v1/session", READER).headers().get("Set-Cookie");
        String value = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));

        assertThat(cookie).doesNotContain(READER);
        assertThat(status("/api/v1/runs", "Bearer " + value)).isEqualTo(401);
        assertThat(statusWithCookie("gradwatch_token=" + READER)).isEqualTo(401);
        assertThat(browser.get("/internal/v1/overview", "Cookie", "gradwatch_token=" + PEER_TOKEN)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void cookieOfABrowser_holdsItsEnd_whichCannotBeMovedByTheBrowser() throws Exception {
        open(new Token("ada", new Secret(READER), Right.READ));
        long before = System.currentTimeMillis();
        String cookie =
                browser.send("POST", "/api/v1/session", READER).headers().get("Set-Cookie");
        String value = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        String signature = value.substring(value.indexOf('.') + 1);
        long end = Long.parseLong(value.substring(0, value.indexOf('.')));

        assertThat(Duration.ofMillis(end - before)).isBetween(Duration.ofDays(30), Duration.ofDays(31));
        assertThat(statusWithCookie("gradwatch_token=" + value)).isEqualTo(200);
        assertThat(statusWithCookie("gradwatch_token=" + (end + 1) + "." + signature))
                .isEqualTo(401);
    }

    private int status(String path, String authorization) throws Exception {
        return browser.get(path, "Authorization", authorization).status();
    }

    private int statusWithCookie(String cookie) throws Exception {
        return browser.get("/api/v1/runs", "Cookie", cookie).status();
    }

    @Test
    void peers_needTheirOwnToken() throws Exception {
        open(new Token("grace", new Secret(WRITER), Right.WRITE));

        assertThat(browser.get("/internal/v1/overview").status()).isEqualTo(403);
        assertThat(status("/internal/v1/overview", "Bearer " + WRITER)).isEqualTo(403);
        assertThat(status("/internal/v1/overview", "Bearer " + PEER_TOKEN)).isEqualTo(200);
    }
}
