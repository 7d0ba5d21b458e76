package io.gradwatch.standalone.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gradwatch.standalone.CommandRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs by their names, and the places that a note can have, at a fleet with the answers of three runs. */
class NamedRunTest {

    private static final String API = "/api/v1/runs";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void startFleet() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(Map.of(API, """
                {"total": 3, "runs": [{"run": "id-1", "name": "nan-job"}, {"run": "id-2", "name": "twin"},
                 {"run": "id-3", "name": "twin"}, {"run": "id-4", "name": "nan-job-2", "values": {"config.lr": "0.1"}}]}""", API + "/id-1", """
                {"run": "id-1", "name": "nan-job", "step": 399, "notes": [], "owner": "ada\u009b31m", "host": "gpu-7",
                 "description": {"hyperparameters": {"batch": "64"}},
                 "checkpoints": [{"path": "/c/e3.pt", "attempt": 0, "step": 300}], "metrics": [{"series": "loss"}]}""", API + "/id-1/notes", "{}", "/api/v1/alerts", """
                {"total": 0, "alerts": []}"""));
        server.start();
    }

    @AfterEach
    void stopFleet() {
        server.stop(0);
    }

    @Test
    void nameOfOneRun_isThatRun() {
        assertThat(command("note", "nan-job").code()).isZero();
    }

    @Test
    void oneRun_isToldWithOwnerHostConfigurationAndCheckpoints() {
        assertThat(command("runs", "nan-job").out())
                .contains("owner: ada", "host: gpu-7", "batch", "64", "/c/e3.pt", "300");
    }

    @Test
    void jsonOfARun_hasNothingThatATerminalObeys() {
        assertThat(command("runs", "nan-job", "--json").out())
                .contains("ada\\u009B31m")
                .matches("\\p{Print}+\\s+");
    }

    @Test
    void nameOfSeveralRuns_listsTheirIds() {
        CommandRun run = command("runs", "twin");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("2 runs have the name 'twin'; say the id of one: id-2, id-3");
    }

    @Test
    void nameOfNoRun_isUnknown() {
        CommandRun run = command("runs", "nan");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("no such run");
    }

    @Test
    void alertsOfARun_areAskedForByItsId_alsoWhereItsNameIsSaid() {
        assertThat(command("alerts", "--run", "nan-job").code()).isZero();
        assertThat(asked.get(asked.size() - 1)).startsWith("/api/v1/alerts?").contains("run=id-1");

        assertThat(command("alerts", "--run", "twin").err()).contains("say the id of one: id-2, id-3");
    }

    @Test
    void runs_areChosenByConditions_andShowFurtherColumns() {
        CommandRun run = command("runs", "--where", "config.lr > 0.01", "--column", "config.lr", "--sort", "config.lr");

        assertThat(asked.get(asked.size() - 1))
                .contains("where=config.lr%20%3E%200.01", "column=config.lr", "sort=config.lr");
        assertThat(run.out())
                .containsPattern("(?m)^run .* tags +config\\.lr +page$")
                .containsPattern("id-4 .* 0\\.1 ");
    }

    @Test
    void noteAtAPlaceThatTheRunHas_saysNothing() {
        CommandRun run = command("note", "id-1", "text", "--series", "loss", "--step", "399");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void noteAtAPlaceThatTheRunHasNot_isToldOf() {
        CommandRun run = command("note", "nan-job", "text", "--series", "nosuch", "--step", "99999");

        assertThat(run.code()).isZero();
        assertThat(run.err())
                .contains("the run has no series 'nosuch' until now; it has loss")
                .contains("step 99999 is beyond the last one of the run until now, 399");
    }

    private CommandRun command(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] =
                "--server=http://127.0.0.1:" + server.getAddress().getPort();
        return CommandRun.of(all);
    }

    private void serve(Map<String, String> answers) {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            String answer = answers.get(exchange.getRequestURI().getPath());
            byte[] body = (answer == null ? "{\"error\": {\"message\": \"no such run\"}}" : answer)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
