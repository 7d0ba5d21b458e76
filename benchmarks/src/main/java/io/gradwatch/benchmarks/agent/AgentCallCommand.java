package io.gradwatch.benchmarks.agent;

import io.gradwatch.benchmarks.report.Benchmark;
import io.gradwatch.benchmarks.report.Jmh;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints {@link AgentCall}: a step through the agent next to one that the training thread sends to Kafka itself. */
@Command(
        name = "agent-call",
        description = "Nanoseconds and bytes of a step on the training thread, next to a plain Kafka send.")
public final class AgentCallCommand extends Benchmark {

    @Option(names = "--seconds", defaultValue = "8", description = "Of each figure.")
    private int seconds;

    @Override
    protected void measure() {
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
    }

    private void print(String what, Jmh.Cost cost, Jmh.Cost baseline) {
        print(
                "agent-call   %-24s %s tensors   CPU %,7.0f ns, %.3f of a plain send   clock %,7.0f ns   %,7.1f B"
                        + "   dropped %5.1f %%%n",
                what,
                tensors(cost),
                cost.cpuNanos(),
                cost.cpuNanos() / baseline.cpuNanos(),
                cost.nanos(),
                cost.bytes(),
                100 * cost.dropped());
    }

    private static String tensors(Jmh.Cost cost) {
        return cost.parameters().get("tensors");
    }
}
