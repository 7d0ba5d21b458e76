package io.gradwatch.standalone.fleet;

import io.gradwatch.standalone.cli.ProductCommand;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** A command that asks a fleet. */
abstract class FleetCommand extends ProductCommand {

    @Mixin
    private FleetAddress address;

    @Override
    public final Integer call() throws IOException {
        FleetClient client = address.client();
        ask(client, new PageLinks(client::page), out());
        return CommandLine.ExitCode.OK;
    }

    /** Asks what the options say, and prints the answer. */
    abstract void ask(FleetClient fleet, PageLinks links, PrintWriter out) throws IOException;
}
