package io.gradwatch.standalone.cli;

import io.gradwatch.agent.gateway.AgentGateway;
import io.gradwatch.agent.gateway.GatewaySettings;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.service.KafkaReach;
import io.gradwatch.standalone.settings.Settings;
import io.gradwatch.standalone.stack.UntilStopped;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Listens beside the jobs of this host and ships their events, until it is stopped. */
@Command(
        name = "agent",
        description = "Takes the records of jobs on this host, spools them on disk and ships them to Kafka.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Ctrl-C ships what it can within the close timeout and keeps the rest in the spool for the next start.",
            "Exit codes: 0 stopped, 1 another agent listens there or the place cannot be had, 2 not understood.",
            "",
            "Example:",
            "  gradwatch agent --config gradwatch.yaml",
            "  GRADWATCH_BOOTSTRAP_SERVERS=kafka:9092 gradwatch agent --tcp",
        })
public final class AgentCommand implements Callable<Integer> {

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

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
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Settings settings = Settings.load(config);
        try (UntilStopped stop = new UntilStopped();
                AgentGateway gateway = gateway(settings)) {
            gateway.start();
            out.println("The agent listens at " + gateway.place() + ". Ctrl-C stops.");
            gateway.mlflowUri().ifPresent(uri -> out.println("MLflow clients: MLFLOW_TRACKING_URI=" + uri));
            out.flush();
            KafkaReach.problem(bootstrapServers(settings))
                    .ifPresent(problem -> err.println("gradwatch agent: " + problem + ". Records wait in the spool."));
            String told = "";
            while (!stop.within(CHECK_INTERVAL)) {
                String problem = gateway.check().orElse("");
                if (!problem.isEmpty() && !problem.equals(told)) {
                    err.println("gradwatch agent: " + problem);
                }
                told = problem;
            }
            out.println("stopping");
        }
        return 0;
    }

    private AgentGateway gateway(Settings settings) {
        try {
            GatewaySettings given = settings.agent().at(socket, tcp == null ? null : AgentPlace.loopback(tcp), mlflow);
            return new AgentGateway(
                    given.place(System.getenv()),
                    given.token(),
                    given.shipping(bootstrapServers(settings), System.getenv()),
                    given.mlflowAnswers(),
                    settings::publicUrl,
                    given.lateHome(System.getenv()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** The variable that every agent reads, else the configuration, else the broker of {@code gradwatch up}. */
    private static String bootstrapServers(Settings settings) {
        String variable =
                System.getenv().getOrDefault("GRADWATCH_BOOTSTRAP_SERVERS", "").strip();
        return !variable.isEmpty()
                ? variable
                : settings.standalone()
                        .bootstrapServers()
                        .orElse("127.0.0.1:" + settings.standalone().kafkaPort());
    }
}
