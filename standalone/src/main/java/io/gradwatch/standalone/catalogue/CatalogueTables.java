package io.gradwatch.standalone.catalogue;

import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes of detectors for people. */
final class CatalogueTables implements CatalogueReport {

    private final PrintWriter out;

    CatalogueTables(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void list(List<DetectorSpec> specs) {
        TextTable table =
                new TextTable("detector", "class", "severity", "items", "needs", "settings").words(1, 2, 3, 4, 5);
        specs.forEach(spec -> table.row(
                spec.id(),
                spec.alertClass().label(),
                Catalogue.severity(spec),
                String.join(" ", spec.knowledgeItems()),
                Catalogue.needsInWords(spec),
                Catalogue.settingsInWords(spec)));
        table.print(out);
    }

    @Override
    public void full(DetectorSpec spec) {
        out.println(spec.id() + ": " + spec.alertClass().label() + ", " + Catalogue.severity(spec));
        out.println();
        out.println(spec.firesWhen());
        out.println();
        out.println("needs     " + Catalogue.needsInWords(spec));
        out.println("items     " + String.join(", ", spec.knowledgeItems()));
        out.println("ranks     "
                + (spec.ranks() == DetectorSpec.Ranks.ALL ? "every one" : "the one that speaks for the job"));
        out.println();
        out.println("Settings, under detectors." + spec.id() + ":");
        out.println("  enabled = true: true or false");
        out.println("      Whether the detector runs.");
        spec.keys().forEach(key -> {
            out.println("  " + key.name() + " = " + Catalogue.defaultInWords(key) + ": " + key.expected());
            out.println("      " + key.doc());
        });
    }

    @Override
    public void settings(String scope, String name, DetectorOverrides overrides) {
        boolean nothing =
                overrides.getValues().isEmpty() && overrides.getDisabled().isEmpty();
        out.println(scope + " " + Terminal.plain(name) + (nothing ? ": nothing is set" : ":"));
        new TreeMap<>(overrides.getValues())
                .forEach((key, value) -> out.println("  " + Terminal.plain(key) + " = " + Catalogue.number(value)));
        overrides.getDisabled().forEach(id -> out.println("  " + Terminal.plain(id) + " is switched off"));
    }

    @Override
    public void run(DetectorCoverage run, List<DetectorSpec> specs) {
        out.println(Terminal.plain(run.runId()) + ": " + run.seen() + " " + run.unit());
        String judged = specs.stream()
                .map(DetectorSpec::id)
                .filter(id -> !run.abstained().containsKey(id))
                .collect(Collectors.joining(", "));
        out.println("  judged: " + (judged.isEmpty() ? "none" : judged));
        run.abstained().forEach((id, lacked) -> out.println("  abstained: " + id + ", as the run has no " + lacked));
    }
}
