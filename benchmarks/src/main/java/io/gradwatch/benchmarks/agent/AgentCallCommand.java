package io.gradwatch.benchmarks.agent;

import io.gradwatch.benchmarks.report.Jmh;
import io.gradwatch.benchmarks.report.Machine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints {@link AgentCall}: a step through the agent next to one that the training thread sends to Kafka itself. */
@Command(
        name = "agent-call",
        description = "Nanoseconds and bytes of a step on the training thread, next to a plain Kafka send.",
        mixinStandardHelpOptions = true)
public final class AgentCallCommand implements Callable<Integer> {

    @Option(names = "--seconds", defaultValue = "8", description = "Of each figure. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().println(Machine.describe());
        List<Jmh.Cost> baselines = Jmh.run(PlainSend.class, seconds);
        baselines.forEach(cost -> print("plain send", cost, cost));
        for (Jmh.Cost cost : Jmh.run(AgentCall.class, seconds)) {
            Jmh.Cost baseline = baselines.stream()
                    .filter(plain -> tensors(plain).equals(tensors(cost)))
                    .findFirst()
                    .orElseThrow();
            print(
                    "agent, kafka "
                            + cost.parameters()
                                    .get("kafkaIs")
                                    .toLowerCase(Locale.ROOT)
                                    .replace("_", " "),
                    cost,
                    baseline);
        }
        return 0;
    }

    private void print(String what, Jmh.Cost cost, Jmh.Cost baseline) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "agent-call   %-24s %s tensors   CPU %,7.0f ns, %.3f of a plain send   clock %,7.0f ns   %,7.1f B"
                        + "   dropped %5.1f %%%n",
                what,
                tensors(cost),
                cost.cpuNanos(),
                cost.cpuNanos() / baseline.cpuNanos(),
                cost.nanos(),
                cost.bytes(),
                100 * cost.dropped());
        out.flush();
    }

    private static String tensors(Jmh.Cost cost) {
        return cost.parameters().get("tensors");
    }
}
