package io.gradwatch.standalone.attach;

import io.gradwatch.agent.attach.AttachSettings;
import io.gradwatch.agent.attach.Attachment;
import io.gradwatch.agent.attach.RunProgress;
import io.gradwatch.agent.attach.file.StandardInput;
import io.gradwatch.agent.relay.Relay;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.service.KafkaReach;
import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.settings.Settings;
import io.gradwatch.standalone.stack.StopSignal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch attach PATH...}. */
@Command(
        name = "attach",
        description = {
            "Follows what jobs write already, and sends it to the stream: TensorBoard event files, CSV, JSON Lines,"
                    + " trainer_state.json, and text logs."
        },
        footer = {
            "",
            "Ctrl-C stops following and is no end of the runs: started again, it goes on where it was.",
            "Exit codes: 0 stopped, 1 failed (with --once: not all was read or sent), 2 not understood.",
            "",
            "Examples:",
            "  gradwatch attach runs/",
            "  gradwatch attach --pattern megatron --run gpt-7b train.log",
            "  gradwatch attach --pattern 'it (?<step>\\d+) .*loss (?<loss>NUM)' out.txt",
            "  python train.py | gradwatch attach - --tee --run digits-1",
            "  gradwatch attach --once --bootstrap-servers kafka:9092 lightning_logs/version_3",
        })
public final class AttachCommand extends ProductCommand {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(25);
    /** Looking at many logs takes long; between two looks so many times as long passes, up to {@link #PAUSE}. */
    private static final int PAUSES_A_LOOK = 20;

    private static final Duration BUSY = Duration.ofMillis(2);
    private static final long PROGRESS_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Duration LONGEST_DELIVERY = Duration.ofMinutes(2);
    /** A shell waits for the end of a pipe; what is left is sent by the next one. */
    private static final Duration PIPE_DELIVERY = Duration.ofSeconds(10);

    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "Logs, or folders that are searched for some; - for standard input.")
    private List<Path> paths;

    @Mixin
    private FollowingOptions following;

    @Option(names = "--once", description = "Send what is there, say that the runs ended, and exit.")
    private boolean once;

    @Option(names = "--tee", description = "Pass standard input on to standard output, unchanged and at once.")
    private boolean tee;

    @Option(
            names = {"--bootstrap-servers", "--kafka"},
            paramLabel = "HOST:PORT",
            description = "Where Kafka is; else where the fleet of --server has it, GRADWATCH_BOOTSTRAP_SERVERS, the"
                    + " fleet of GRADWATCH_SERVER, the configuration, or 127.0.0.1:9092.")
    private String bootstrapServers;

    @Mixin
    private FleetAddress fleet;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration; without it the defaults.")
    private Path config;

    private static final long TROUBLE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Map<String, RunProgress> reported = new HashMap<>();

    /** Message that Kafka could not be reached at the start; empty once the backlog has been sent. */
    private Optional<String> away = Optional.empty();

    @Override
    public Integer call() throws ConfigurationException, IOException, InterruptedException {
        AttachSettings settings = following.settings();
        Optional<StandardInput> pipe = pipe();
        try {
            return call(settings, pipe);
        } catch (ConfigurationException | IOException | RuntimeException e) {
            if (pipe.isPresent()) {
                problem(e.getMessage() + "; standard input is read to its end, and not followed");
                pipe.get().awaitEnd();
            }
            throw e;
        }
    }

    private int call(AttachSettings settings, Optional<StandardInput> pipe)
            throws ConfigurationException, IOException, InterruptedException {
        List<Path> places = paths.stream().filter(path -> !isPipe(path)).toList();
        Settings given = Settings.load(config);
        String servers = bootstrapServers(given);
        try (StopSignal stop = new StopSignal();
                Relay relay = relay(given, servers);
                Attachment attachment =
                        new Attachment(places, pipe, settings, relay, this::problem, Clock.systemUTC())) {
            away = KafkaReach.problem(servers);
            away.ifPresent(problem -> problem(problem + ". What the logs hold waits in "
                    + following.stateFolder().resolve("spool") + " until then"));
            if (once) {
                return once(attachment, relay, stop, pipe);
            }
            boolean ends = pipe.isPresent() && places.isEmpty();
            follow(attachment, relay, stop, pipe, ends);
            return ends ? delivered(attachment, relay, stop, PIPE_DELIVERY) : 0;
        }
    }

    private Optional<StandardInput> pipe() {
        Optional<OutputStream> copy = tee ? Optional.of(new FileOutputStream(FileDescriptor.out)) : Optional.empty();
        boolean named = paths.stream().anyMatch(AttachCommand::isPipe);
        if (tee && !named) {
            throw misuse("--tee passes standard input on; expected PATH -");
        }
        return named ? Optional.of(new StandardInput(System.in, copy, Clock.systemUTC())) : Optional.empty();
    }

    private static boolean isPipe(Path path) {
        return path.toString().equals("-");
    }

    private String bootstrapServers(Settings settings) {
        boolean given =
                !System.getenv().getOrDefault(Settings.BOOTSTRAP_SERVERS, "").isBlank();
        if (bootstrapServers != null) {
            return bootstrapServers;
        }
        if (fleet.isNamed() || (!given && fleet.isKnown())) {
            return fleet.client().kafka();
        }
        return settings.bootstrapServers(System.getenv());
    }

    private Relay relay(Settings settings, String servers) {
        return settings.agent()
                .withSpoolFolder(following.stateFolder().resolve("spool"))
                .shipping(servers, System.getenv())
                .openRelay();
    }

    /** @param ends true where the end of the pipe is that of the command */
    private void follow(Attachment attachment, Relay relay, StopSignal stop, Optional<StandardInput> pipe, boolean ends)
            throws IOException, InterruptedException {
        long reportedNanos = System.nanoTime() - PROGRESS_NANOS;
        long wellNanos = System.nanoTime();
        String trouble = "";
        boolean more = true;
        Duration pause = SHORTEST_PAUSE;
        while (!stop.within(more ? Duration.ZERO : relay.pendingBytes() > 0 ? BUSY : pause)
                && !(ends && !more && pipe.get().isOver())) {
            long lookNanos = System.nanoTime();
            more = attachment.turn();
            pause = pause(System.nanoTime() - lookNanos);
            reportNews(attachment.news());
            boolean due = System.nanoTime() - reportedNanos >= PROGRESS_NANOS;
            if (due || reported.size() < attachment.progress().size()) {
                report(attachment.progress());
                reportedNanos = System.nanoTime();
            }
            wellNanos = relay.trouble().isEmpty() ? System.nanoTime() : wellNanos;
            // Reported at the start; another outage is reported anew.
            away = relay.pendingBytes() == 0 ? Optional.empty() : away;
            // A broker that answers after a moment is no trouble.
            boolean lasting = System.nanoTime() - wellNanos >= TROUBLE_NANOS;
            if (lasting && away.isEmpty() && !relay.trouble().equals(trouble)) {
                trouble = relay.trouble();
                problem(trouble);
            }
        }
        if (pipe.isPresent() && stop.asked()) {
            // Ctrl-C stops the job too: its last output is still read, so that no broken pipe kills it.
            pipe.get().endsWithin(LAST_WORDS);
        }
        while (attachment.turn()) {
            // Sends the last lines and the end of the run.
        }
        reportNews(attachment.lastNews());
        report(attachment.progress());
    }

    private static Duration pause(long lookNanos) {
        long nanos = Math.max(SHORTEST_PAUSE.toNanos(), PAUSES_A_LOOK * lookNanos);
        return Duration.ofNanos(Math.min(PAUSE.toNanos(), nanos));
    }

    private int once(Attachment attachment, Relay relay, StopSignal stop, Optional<StandardInput> pipe)
            throws IOException, InterruptedException {
        boolean waits = true;
        while (attachment.turn() || waits) {
            waits = attachment.waits() || pipe.filter(input -> !input.isOver()).isPresent();
            if (stop.within(waits ? PAUSE : Duration.ZERO)) {
                break;
            }
        }
        if (!stop.asked()) {
            attachment.end();
        }
        reportNews(attachment.lastNews());
        report(attachment.progress());
        return delivered(attachment, relay, stop, LONGEST_DELIVERY);
    }

    private int delivered(Attachment attachment, Relay relay, StopSignal stop, Duration longest)
            throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (relay.pendingBytes() > 0 && System.nanoTime() < end && !stop.within(BUSY)) {
            relay.work();
        }
        if (relay.pendingBytes() > 0) {
            problem("Kafka has not taken everything; the next 'gradwatch attach' with the same state sends the rest."
                    + (away.isEmpty() ? " " + relay.trouble() : ""));
        }
        return relay.pendingBytes() > 0 || attachment.hasProblems() ? 1 : 0;
    }

    private void report(List<RunProgress> runs) {
        for (RunProgress run : runs) {
            if (!run.equals(reported.put(run.runId(), run))) {
                out().println(Terminal.plain(run.toString()));
            }
        }
        out().flush();
    }

    /** Prints notes on how the logs were understood. They are no problem, and no reason to end with 1. */
    private void reportNews(List<String> news) {
        news.forEach(one -> err().println("gradwatch attach: " + Terminal.plain(one)));
        err().flush();
    }

    /** With {@code --tee} standard output is that of the job alone. */
    @Override
    protected PrintWriter out() {
        return tee ? err() : super.out();
    }

    private void problem(String message) {
        err().println("gradwatch attach: " + Terminal.plain(message));
        err().flush();
    }
}
