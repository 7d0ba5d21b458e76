package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.gradwatch.access.AccessFolder;
import io.gradwatch.access.KafkaLogin;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.kafka.BrokerLogin;
import io.gradwatch.schema.Topics;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gradwatch up --shared-host}, for users with its token files and without. */
class SharedHostIT {

    /** Time after which a port counts as one that does not answer. */
    private static final Duration NO_ANSWER = Duration.ofSeconds(4);

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private UpProcess up;
    private String homeBefore;

    @BeforeEach
    void moveHome() throws IOException {
        homeBefore = System.getProperty("user.home");
        System.setProperty(
                "user.home", Files.createDirectory(folder.resolve("home")).toString());
        up = new UpProcess(folder).options("-Duser.home=" + System.getProperty("user.home"));
    }

    @AfterEach
    void stop() throws Exception {
        System.setProperty("user.home", homeBefore);
        up.close();
    }

    @Test
    void othersAreKeptOut_andTheOwnersCommandsAndAgentsNeedNoMoreSettings() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        up.start("--shared-host");
        assertThat(folder.resolve("up-1.log")).content().contains("other users could enter", "write-token");

        filesAreTheOwnersAlone(data);
        kafkaRefusesStrangers();
        pageAsksForAToken(data);
        nothingElseAnswers();
        ownerIsServed();

        stops();
        up.start();
        assertThat(topics(up.kafka(), Map.of(), UpProcess.PATIENCE)).contains(Topics.TELEMETRY.name());
        assertThat(answer("/api/v1/session", null).statusCode()).isEqualTo(200);
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(up.gradwatch("runs")).contains("trained"));
    }

    /** The token goes with the page; the login waits for the next start. */
    private void stops() throws InterruptedException {
        up.terminate();
        AccessFolder user = AccessFolder.ofUser();
        assertThat(user.token("127.0.0.1:" + up.pagePort())).doesNotExist();
        assertThat(user.kafka(up.kafka())).exists();
        assertThat(KafkaLogin.of(up.kafka())).isNotEmpty();
    }

    private void filesAreTheOwnersAlone(Path data) throws IOException {
        assertThat(rights(data)).isEqualTo("rwx------");
        assertThat(rights(up.agentSocket())).isEqualTo("rw-------");
        Path access = folder.resolve("home/.gradwatch/access");
        Path ofUser = AccessFolder.ofUser().kafka(up.kafka()).getParent();
        assertThat(ofUser.startsWith(access)).isTrue();
        assertThat(rights(ofUser)).isEqualTo("rwx------");
        assertThat(rights(data.resolve("access"))).isEqualTo("rwx------");
        List<Path> files = new ArrayList<>(list(ofUser));
        files.addAll(list(data.resolve("access")));
        assertThat(files).hasSize(5).allSatisfy(file -> assertThat(rights(file)).isEqualTo("rw-------"));
    }

    private void kafkaRefusesStrangers() {
        assertThat(catchThrowable(() -> topics(up.kafka(), Map.of(), NO_ANSWER)))
                .isNotNull();
        BrokerLogin guess = new BrokerLogin("gradwatch", "0123456789abcdef0123456789");
        assertThat(catchThrowable(() -> topics(up.kafka(), guess.clientProperties(), UpProcess.PATIENCE)))
                .hasRootCauseInstanceOf(SaslAuthenticationException.class);
    }

    private void pageAsksForAToken(Path data) throws Exception {
        assertThat(answer("/", null).statusCode()).isEqualTo(200);
        assertThat(answer("/api/v1/runs", null).statusCode()).isEqualTo(401);
        assertThat(answer("/api/v1/runs", "0123456789abcdef0123456789").statusCode())
                .isEqualTo(401);
        for (String right : new String[] {"read", "write"}) {
            String token = Files.readString(data.resolve("access").resolve(right + "-token"))
                    .strip();
            assertThat(answer("/api/v1/session", token).body()).contains("\"" + right + "\"");
        }
    }

    /** Kafka and its controller ask for a login; the ports of Flink hang up or speak their own protocol. */
    private void nothingElseAnswers() throws Exception {
        Set<Integer> ports = ListeningPorts.of(up.pid());
        assertThat(ports).contains(up.kafkaPort(), up.pagePort());
        Map<String, String> login = KafkaLogin.of(up.kafka());
        assertThat(login).isNotEmpty();
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(controllers(ports, login))
                        .as("controllers, to the owner")
                        .hasSize(1));
        assertThat(controllers(ports, Map.of()))
                .as("controllers, to a stranger")
                .isEmpty();
        forEachAtOnce(ports, port -> {
            if (port != up.pagePort()) {
                assertThat(said(port)).as("port " + port).doesNotContain("HTTP/");
            }
            assertThat(catchThrowable(() -> topics("127.0.0.1:" + port, Map.of(), NO_ANSWER)))
                    .as("port " + port)
                    .isNotNull();
        });
    }

    private static Set<Integer> controllers(Set<Integer> ports, Map<String, String> login) {
        Set<Integer> found = ConcurrentHashMap.newKeySet();
        forEachAtOnce(ports, port -> {
            if (isController(port, login)) {
                found.add(port);
            }
        });
        return found;
    }

    /** Ports that do not answer are waited for together. */
    private static void forEachAtOnce(Set<Integer> ports, Consumer<Integer> look) {
        CompletableFuture.allOf(ports.stream()
                        .map(port -> CompletableFuture.runAsync(
                                () -> look.accept(port), task -> new Thread(task, "port-" + port).start()))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static boolean isController(int port, Map<String, String> login) {
        try (Admin admin = admin("bootstrap.controllers", "127.0.0.1:" + port, login, NO_ANSWER)) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Admin admin(String key, String address, Map<String, String> login, Duration patience) {
        Map<String, Object> properties = new HashMap<>(login);
        properties.put(key, address);
        properties.put("request.timeout.ms", (int) patience.dividedBy(2).toMillis());
        properties.put("default.api.timeout.ms", (int) patience.toMillis());
        return Admin.create(properties);
    }

    private static String said(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream()
                    .write("GET /jobs HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(16), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private void ownerIsServed() throws Exception {
        RunDescription description =
                RunDescription.builder().runId("trained").name("trained").build();
        try (TrainingRun run = TrainingRun.start(description, up.agent())) {
            for (int step = 0; step < 20; step++) {
                run.step(step).loss(1.0 / (1 + step)).publish();
            }
            run.fail(new IOException("the data set is gone"));
        }
        assertThat(rights(folder.resolve("spool"))).isEqualTo("rwx------");
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(up.gradwatch("alerts")).contains("the data set is gone"));
        up.awaitOutput("trained", "report", "trained");
        up.awaitOutput("loss", "detectors", "--run=trained");
        up.awaitOutput("trained", "sql", "select run, count(*) from steps group by run");

        Path log = Files.writeString(folder.resolve("logged.csv"), "step,loss\n0,1\n1,0.9\n2,0.8\n3,nan\n4,nan\n");
        up.gradwatch("attach", "--once", log.toString());
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(up.gradwatch("alerts")).contains("logged"));
        up.gradwatch("silence", "add", "--run=logged", "--for=1h");

        pythonRuns();
        await().atMost(UpProcess.PATIENCE)
                .untilAsserted(() -> assertThat(up.gradwatch("runs")).contains("from-python"));
    }

    private void pythonRuns() throws Exception {
        ProcessBuilder python = new ProcessBuilder(
                "python3",
                "-c",
                "import gradwatch; gradwatch.init(name='from-python'); gradwatch.log({'loss': 1.0});"
                        + " gradwatch.finish()");
        python.environment().put("PYTHONPATH", "../producer-agent/python/src");
        python.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        python.environment().put("GRADWATCH_AGENT", "unix:" + up.agentSocket());
        Path log = folder.resolve("python.log");
        Process job =
                python.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(job.waitFor(UpProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(job.exitValue()).as(Files.readString(log)).isZero();
    }

    private static Set<String> topics(String address, Map<String, String> login, Duration patience) throws Exception {
        try (Admin admin = admin("bootstrap.servers", address, login, patience)) {
            return admin.listTopics().names().get();
        }
    }

    private HttpResponse<String> answer(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(up.page(path)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
