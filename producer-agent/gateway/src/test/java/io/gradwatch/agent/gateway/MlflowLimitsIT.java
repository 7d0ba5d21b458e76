package io.gradwatch.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests of MLflow's clients that are refused. */
class MlflowLimitsIT extends MlflowRequests {

    private static final int SLOW_CLIENTS = 100;

    @Test
    void whatCannotBeUsed_isAnsweredInMlflowsForm() throws Exception {
        for (String body : List.of("", "[", "[]", "{}", "{\"run_id\":\"../../x\",\"key\":\"k\",\"value\":1}")) {
            HttpResponse<String> response = sent("runs/log-metric", body);
            assertThat(response.statusCode()).as(body).isBetween(400, 404);
            assertThat(mapper.readTree(response.body()).has("error_code")).isTrue();
        }
        String early = "{\"run_id\":\"" + createRun("0") + "\",\"key\":\"k\",\"value\":1,\"step\":-1}";
        assertError(sent("runs/log-metric", early), 400, "INVALID_PARAMETER_VALUE");
        assertError(send(to("runs/search").GET()), 404, "ENDPOINT_NOT_FOUND");
        assertError(send(to("runs/create").header("Origin", "http://evil").GET()), 403, "PERMISSION_DENIED");
        String large = "{\"key\":\"" + "x".repeat(5 << 20) + "\"}";
        assertError(sent("runs/set-tag", large), 400, "INVALID_PARAMETER_VALUE");
    }

    @Test
    void valuesThatAreTooLong_areRefused_andTheRunGoesOn() throws Exception {
        String run = createRun("0");
        assertError(log(run, "params", 1, "x".repeat(6_001)), 400, "INVALID_PARAMETER_VALUE");
        assertError(log(run, "tags", 1, "x".repeat(8_001)), 400, "INVALID_PARAMETER_VALUE");
        assertError(log(run, "params", 1, "x".repeat(900_000)), 400, "INVALID_PARAMETER_VALUE");
        String metrics = "{\"key\":\"k\",\"value\":1},".repeat(1_001);
        assertError(
                sent(
                        "runs/log-batch",
                        "{\"run_id\":\"" + run + "\",\"metrics\":[" + metrics.substring(0, metrics.length() - 1)
                                + "]}"),
                400,
                "INVALID_PARAMETER_VALUE");
        assertError(
                sent("experiments/create", "{\"name\":\"" + "e".repeat(251) + "\"}"), 400, "INVALID_PARAMETER_VALUE");

        assertThat(log(run, "params", 1, "x".repeat(6_000)).statusCode()).isEqualTo(200);
        metric(run, "loss", "0.5", 1);
    }

    @Test
    void paramsOfARun_andOfAllRuns_areBounded() throws Exception {
        String first = createRun("0");
        assertThat(log(first, "params", 43, "x".repeat(6_000)).statusCode()).isEqualTo(200);
        assertError(log(first, "tags", 1, "x".repeat(8_000)), 429, "RESOURCE_EXHAUSTED");

        HttpResponse<String> last = log(createRun("0"), "params", 43, "x".repeat(6_000));
        for (int i = 0; last.statusCode() == 200 && i < 200; i++) {
            last = log(createRun("0"), "params", 43, "x".repeat(6_000));
        }
        assertError(last, 429, "RESOURCE_EXHAUSTED");
        assertThat(last.body()).contains("of all runs that are under way");
        metric(first, "loss", "0.5", 1);

        // The room of a run that has ended is another's; to take it up again needs room.
        update(first, "FINISHED");
        assertThat(log(createRun("0"), "params", 43, "x".repeat(6_000)).statusCode())
                .isEqualTo(200);
        HttpResponse<String> resumed = sent("runs/update", "{\"run_id\":\"" + first + "\",\"status\":\"RUNNING\"}");
        assertError(resumed, 429, "RESOURCE_EXHAUSTED");
    }

    /** Logs as many pairs in one request. */
    private HttpResponse<String> log(String run, String what, int pairs, String value) throws Exception {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < pairs; i++) {
            all.append(i == 0 ? "" : ",").append("{\"key\":\"" + what + i + "\",\"value\":\"" + value + "\"}");
        }
        return sent("runs/log-batch", "{\"run_id\":\"" + run + "\",\"" + what + "\":[" + all + "]}");
    }

    @Test
    void clientsThatNeverFinishTheirRequests_areCutOff_andOthersAnswered() throws Exception {
        URI uri = URI.create(gateway.mlflowUri().orElseThrow());
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_CLIENTS; i++) {
                Socket socket = new Socket(uri.getHost(), uri.getPort());
                slow.add(socket);
                String body = i % 2 == 0 ? "" : "Host: localhost\r\nContent-Length: 100\r\n\r\n{";
                socket.getOutputStream()
                        .write(("POST /api/2.0/mlflow/runs/create HTTP/1.1\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(createRun("0")).hasSize(32);
            for (Socket socket : slow) {
                socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
                assertThat(ended(socket)).isTrue();
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Waits until the other side has closed it, whatever it says before. */
    private static boolean ended(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void otherHost_isRefused() throws Exception {
        URI uri = URI.create(gateway.mlflowUri().orElseThrow());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write("GET /api/2.0/mlflow/experiments/get?experiment_id=0 HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(reader.readLine()).contains("403");
        }
    }

    @Test
    void token_isWantedWhereThereIsOne() throws Exception {
        gateway.close();
        gateway = gateway(Optional.of(new Secret("hush")));
        assertError(send(to("experiments/get?experiment_id=0").GET()), 403, "PERMISSION_DENIED");
        assertThat(send(to("experiments/get?experiment_id=0")
                                .header("Authorization", "Bearer hush")
                                .GET())
                        .statusCode())
                .isEqualTo(200);
    }
}
