package io.gradwatch.standalone.catalogue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.schema.DetectorOverrides;
import io.gradwatch.standalone.cli.AsciiJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** One JSON object a line: of a detector, or of a run. */
final class CatalogueJson implements CatalogueReport {

    private final PrintWriter out;

    CatalogueJson(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void list(List<DetectorSpec> specs) {
        specs.forEach(this::full);
    }

    @Override
    public void full(DetectorSpec spec) {
        ObjectNode line = AsciiJson.object()
                .put("detector", spec.id())
                .put("class", spec.alertClass().label())
                .put("severity", Catalogue.severity(spec))
                .put("ranks", spec.ranks().name().toLowerCase(Locale.ROOT))
                .put("fires_when", spec.firesWhen());
        ArrayNode needs = line.putArray("needs");
        Catalogue.needs(spec).forEach(need -> need.forEach(needs.addArray()::add));
        spec.knowledgeItems().forEach(line.putArray("knowledge")::add);
        ArrayNode settings = line.putArray("settings");
        spec.keys()
                .forEach(key -> settings.addObject()
                        .put("name", key.name())
                        .put("default", key.defaultValue())
                        .put("expected", key.expected())
                        .put("doc", key.doc()));
        write(line);
    }

    @Override
    public void run(DetectorCoverage run, List<DetectorSpec> specs) {
        ObjectNode line = AsciiJson.object().put("run", run.runId()).put(run.unit(), run.seen());
        ArrayNode judged = line.putArray("judged");
        specs.stream()
                .map(DetectorSpec::id)
                .filter(id -> !run.abstained().containsKey(id))
                .forEach(judged::add);
        ObjectNode abstained = line.putObject("abstained");
        run.abstained().forEach(abstained::put);
        write(line);
    }

    @Override
    public void settings(String scope, String name, DetectorOverrides overrides) {
        ObjectNode line = AsciiJson.object().put(scope, name);
        ObjectNode values = line.putObject("values");
        new TreeMap<>(overrides.getValues()).forEach(values::put);
        ArrayNode disabled = line.putArray("disabled");
        overrides.getDisabled().forEach(disabled::add);
        write(line);
    }

    private void write(ObjectNode line) {
        out.println(AsciiJson.line(line));
    }
}
