package io.gradwatch.standalone.demo;

import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.stack.DataFolder;
import io.gradwatch.standalone.stack.StopSignal;
import io.gradwatch.standalone.stack.TemporaryFolder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains networks with real faults and shows the alerts that come out of the stream. */
@Command(
        name = "demo",
        description = "Trains five real networks, four with a real fault, and shows the alerts as they arrive.",
        footer = {
            "",
            "Exit codes with --once: 0 every expected alert came, 1 one is missing or the healthy run was alarmed on.",
            "",
            "Example:",
            "  gradwatch demo --once",
        })
public final class DemoCommand extends ProductCommand {

    @Option(names = "--once", description = "End with a summary; without it the stack stays up until Ctrl-C.")
    private boolean once;

    @Override
    public Integer call() throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        Terminal terminal = Terminal.ofProcess();
        DemoScreen screen = new DemoScreen(out, Boolean.getBoolean("gradwatch.terminal"), Clock.systemUTC());
        try (StopSignal stop = new StopSignal();
                TemporaryFolder temporary = new TemporaryFolder("gradwatch-demo-");
                DataFolder folder = DataFolder.open(temporary.path());
                Demo demo = new Demo(folder, screen, terminal)) {
            if (!stop.run(demo::start)) {
                return 1;
            }
            boolean asExpected = demo.runToTheEnd(stop);
            if (stop.asked()) {
                return 1;
            }
            if (!once) {
                screen.print("The stack stays up for your own jobs at " + demo.bootstrapServers() + "; Ctrl-C stops.");
                while (!stop.within(Duration.ofHours(1))) {
                    out.flush();
                }
            }
            return asExpected ? 0 : 1;
        }
    }
}
