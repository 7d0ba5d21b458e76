package io.gradwatch.standalone.cli;

import io.gradwatch.agent.gateway.AgentGateway;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.service.KafkaReach;
import io.gradwatch.standalone.settings.Settings;
import io.gradwatch.standalone.stack.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Listens beside the jobs of this host and ships their events, until it is stopped. */
@Command(
        name = "agent",
        description = "Takes the records of jobs on this host, spools them on disk and ships them to Kafka.",
        footer = {
            "",
            "Ctrl-C ships what it can within the close timeout and keeps the rest in the spool for the next start.",
            "Exit codes: 0 stopped, 1 another agent listens there or the place cannot be had, 2 not understood.",
            "",
            "Example:",
            "  gradwatch agent --config gradwatch.yaml",
            "  GRADWATCH_BOOTSTRAP_SERVERS=kafka:9092 gradwatch agent --tcp",
        })
public final class AgentCommand extends ProductCommand {

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration; without it the defaults.")
    private Path config;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Unix socket to listen at, instead of the user's own; its folder must be the user's alone.")
    private Path socket;

    @Option(
            names = "--tcp",
            paramLabel = "HOST:PORT",
            arity = "0..1",
            fallbackValue = AgentPlace.DEFAULT_TCP,
            description = "Loopback address to listen at as well; " + AgentPlace.DEFAULT_TCP + " where none is named.")
    private String tcp;

    @Option(
            names = "--mlflow",
            paramLabel = "PORT",
            description = "Port of 127.0.0.1 at which MLflow clients are answered; none without it.")
    private Integer mlflow;

    @Override
    public Integer call() throws ConfigurationException, IOException, InterruptedException {
        PrintWriter out = out();
        Settings settings = Settings.load(config);
        try (StopSignal stop = new StopSignal();
                AgentGateway gateway = gateway(settings)) {
            gateway.start();
            out.println("The agent listens at " + gateway.place() + ". Ctrl-C stops.");
            gateway.mlflowUri().ifPresent(uri -> out.println("MLflow clients: MLFLOW_TRACKING_URI=" + uri));
            out.flush();
            KafkaReach.problem(settings.bootstrapServers(System.getenv()))
                    .ifPresent(
                            problem -> err().println("gradwatch agent: " + problem + ". Records wait in the spool."));
            stop.watch(gateway::check, problem -> err().println("gradwatch agent: " + problem));
            out.println("stopping");
        }
        return 0;
    }

    private AgentGateway gateway(Settings settings) {
        return parsed(() -> settings.agent()
                .at(socket, tcp == null ? null : AgentPlace.loopback(tcp), mlflow)
                .gateway(settings.bootstrapServers(System.getenv()), System.getenv(), settings::publicUrl));
    }
}
