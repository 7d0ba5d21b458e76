package io.gradwatch.calibration.causes;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints how often the planted fault was named, as Markdown. */
final class CauseTables {

    private static final int FEW = 3;

    private final PrintWriter out;

    CauseTables(PrintWriter out) {
        this.out = out;
    }

    /** Shares by part. */
    void shares(List<NamedCauses> all) {
        out.println("| part | faults | found | named first | among the first three |");
        out.println("|---|--:|--:|--:|--:|");
        List<NamedCauses> shown =
                all.stream().filter(one -> !one.planted().run().hidden()).toList();
        row("all", shown);
        part(shown, one -> one.planted().watched() ? "watched" : "bare");
        row(
                "hidden from the log",
                all.stream().filter(one -> one.planted().run().hidden()).toList());
        part(
                all.stream().filter(one -> one.planted().run().hidden()).toList(),
                one -> "hidden, " + (one.planted().watched() ? "watched" : "bare"));
        part(shown, one -> "program " + one.planted().program());
        part(shown, one -> "fault " + one.planted().fault());
        out.println();
    }

    /** Causes named first, by fault. */
    void confusion(List<NamedCauses> all) {
        out.println("| fault | named first instead |");
        out.println("|---|---|");
        Map<String, List<NamedCauses>> byFault = all.stream()
                .filter(one -> one.found() && !one.rightWithin(1))
                .collect(Collectors.groupingBy(one -> one.planted().fault(), TreeMap::new, Collectors.toList()));
        byFault.forEach((fault, wrong) -> out.println("| " + fault + " | " + counts(wrong) + " |"));
        out.println();
    }

    /** Each found fault whose cause was not named first. */
    void mistakes(List<NamedCauses> all) {
        all.stream().filter(one -> one.found() && !one.rightWithin(1)).forEach(one -> {
            out.println(one.planted().run().id() + (one.planted().watched() ? " watched " : " bare ")
                    + one.planted().fault() + ", told "
                    + one.alert().orElseThrow().getAlertClass() + " by "
                    + one.alert().orElseThrow().getDetector());
            one.causes().stream()
                    .limit(FEW)
                    .forEach(cause -> out.println("    " + cause.map(Enum::name).orElse("another sentence")));
        });
    }

    private static String counts(List<NamedCauses> wrong) {
        return wrong.stream()
                .collect(Collectors.groupingBy(NamedCauses::top, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private void part(List<NamedCauses> all, Function<NamedCauses, String> part) {
        all.stream()
                .collect(Collectors.groupingBy(part, TreeMap::new, Collectors.toList()))
                .forEach(this::row);
    }

    private void row(String name, List<NamedCauses> part) {
        List<NamedCauses> found = part.stream().filter(NamedCauses::found).toList();
        out.println("| " + name + " | " + part.size() + " | " + found.size() + " | " + share(found, 1) + " | "
                + share(found, FEW) + " |");
    }

    private static String share(List<NamedCauses> found, int first) {
        long right = found.stream().filter(one -> one.rightWithin(first)).count();
        return found.isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%.2f", (double) right / found.size())
                        .replaceFirst("^0", "");
    }
}
