package io.gradwatch.standalone.archive;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.standalone.Main;
import io.gradwatch.standalone.settings.Settings;
import io.gradwatch.standalone.stack.DataFolder;
import io.gradwatch.standalone.stack.MonitorStack;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The whole monitor with free ports, from its start to the alert of a run, and to its end. */
final class StackUse {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final List<String> QUESTIONS =
            List.of("", "api/v1/fleet", "api/v1/runs", "api/v1/alerts", "metrics");

    private StackUse() {}

    static void of(Path folder) throws ConfigurationException, IOException, InterruptedException {
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Main.run(nowhere, nowhere, "up", "--help");
        Settings settings = Configuration.parse(
                        "{kafka: {port: 0}, fleet: {port: 0}, agent: {socket: '" + folder.resolve("s/agent.sock")
                                + "', home-records: false}}",
                        "archive",
                        Map.of())
                .read(Settings::from);
        try (DataFolder data = DataFolder.open(folder.resolve("data"));
                MonitorStack stack = new MonitorStack(settings, data, line -> {})) {
            stack.start();
            train(stack.bootstrapServers(), folder);
            if (stack.page().isPresent()) {
                ask(stack.page().get());
            }
        }
    }

    private static void train(String bootstrapServers, Path folder) {
        AgentSettings agent = AgentSettings.fromEnvironment(Map.of(
                "GRADWATCH_BOOTSTRAP_SERVERS",
                bootstrapServers,
                "GRADWATCH_SPOOL_FOLDER",
                folder.resolve("spool").toString()));
        try (TrainingRun run = TrainingRun.start(RunDescription.named("archive"), agent)) {
            run.step(1).loss(1).publish();
            run.step(2).loss(Double.NaN).publish();
        }
    }

    /** Asks until the alert is there, or for a while. */
    private static void ask(URI page) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        String alerts = "";
        while (!alerts.contains("non-finite") && System.nanoTime() < end) {
            for (String question : QUESTIONS) {
                String answer = http.send(
                                HttpRequest.newBuilder(page.resolve(question)).build(), BodyHandlers.ofString())
                        .body();
                alerts = question.endsWith("alerts") ? answer : alerts;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }
}
