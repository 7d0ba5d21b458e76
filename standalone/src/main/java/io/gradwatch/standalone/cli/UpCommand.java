package io.gradwatch.standalone.cli;

import io.gradwatch.config.ConfigurationException;
import io.gradwatch.standalone.settings.Settings;
import io.gradwatch.standalone.stack.DataFolder;
import io.gradwatch.standalone.stack.MonitorStack;
import io.gradwatch.standalone.stack.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the whole monitor and keeps it up until it is stopped. */
@Command(
        name = "up",
        description = "Starts Kafka, detection, alerting and the page in this process and keeps them up for your jobs.",
        footer = {
            "",
            "Ctrl-C stops it; started again on the same data folder, it goes on where it was.",
            "",
            "Example:",
            "  gradwatch up --config gradwatch.yaml",
        })
public final class UpCommand extends ProductCommand {

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration; without it the defaults.")
    private Path config;

    @Option(
            names = "--shared-host",
            description = "Others use this host: Kafka and the page ask for a login and tokens, as shared-host: true.")
    private boolean sharedHost;

    @Override
    public Integer call() throws ConfigurationException, IOException, InterruptedException {
        PrintWriter out = out();
        Settings settings = Settings.load(config, sharedHost);
        try (StopSignal stop = new StopSignal();
                DataFolder folder = DataFolder.open(settings.standalone().dataFolder());
                LogFile log = LogFile.open(folder.root());
                MonitorStack stack = new MonitorStack(settings, folder, out::println)) {
            if (!stop.run(stack::start)) {
                return 1;
            }
            out.println(invitation(stack, folder.root()));
            stack.damage().forEach(sentence -> err().println("gradwatch up: " + sentence));
            stop.watch(stack::check, problem -> err().println("gradwatch up: " + problem));
            log.stopping();
            out.println("stopping");
        }
        return 0;
    }

    private static String invitation(MonitorStack stack, Path folder) {
        List<String> lines = new ArrayList<>(List.of(
                "",
                "Gradwatch is up."
                        + stack.page().map(uri -> " See them at " + uri).orElse(""),
                "For your jobs and the other commands:",
                "",
                "  export GRADWATCH_BOOTSTRAP_SERVERS=" + stack.bootstrapServers()));
        stack.page().ifPresent(uri -> lines.add("  export GRADWATCH_SERVER=" + withoutSlash(uri)));
        stack.agentPlace().ifPresent(place -> lines.add("  export GRADWATCH_AGENT=" + place.first()));
        lines.addAll(List.of(
                "",
                "  DL4J:    network.setListeners(new GradwatchListener(\"my-project\", \"my-run\"));",
                "  Java:    TrainingRun.start(description, AgentSettings.fromEnvironment(System.getenv()))",
                "  Python:  gradwatch.init(project=\"my-project\")"
                        + (stack.agentPlace().isPresent() ? "" : "   (through the agent that listens already)"),
                "  Logs:    gradwatch attach PATH...",
                "",
                "State is kept in " + folder + ", warnings of its parts in " + LogFile.of(folder) + ". Ctrl-C stops."));
        return String.join(System.lineSeparator(), lines);
    }

    private static String withoutSlash(URI uri) {
        return uri.toString().replaceFirst("/$", "");
    }
}
