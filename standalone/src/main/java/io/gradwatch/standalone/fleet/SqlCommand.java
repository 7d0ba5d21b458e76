package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.TextTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch sql}. */
@Command(
        name = "sql",
        description =
                "Asks the fleet a question in SQL over runs, steps, evaluations, tensors, checkpoints, alerts, annotations"
                        + " and notes, live and past.",
        footer = {
            "",
            "The question is a single SELECT; it can read nothing but these tables, and writes nothing.",
            "Exit code: 0 done, 1 when the question could not be answered, 2 when the command was not understood.",
            "",
            "Examples:",
            "  gradwatch sql \"select run, min(loss) from steps group by run order by 2\"",
            "  gradwatch sql --output steps.parquet \"from steps where run = 'digits-7f3a'\"",
        })
public final class SqlCommand extends FleetCommand {

    private static final Map<String, String> FORMATS = Map.of(
            "csv", "text/csv",
            "parquet", "application/vnd.apache.parquet",
            "arrow", "application/vnd.apache.arrow.stream");

    @Parameters(paramLabel = "QUERY", arity = "0..1", description = "The question; without it, standard input.")
    private String query;

    @Option(names = "--limit", defaultValue = "1000", description = "Rows to show. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write the answer to a file: .csv, .parquet or .arrow (an IPC stream) as its name ends.")
    private Path output;

    @Option(names = "--csv", description = "Print CSV.")
    private boolean csv;

    @Option(names = "--json", description = "Print one JSON object with columns and rows.")
    private boolean json;

    @Override
    void ask(FleetClient fleet, PageLinks links, PrintWriter out) throws IOException {
        String question = query == null ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : query;
        Map<String, Object> body = Map.of("query", question, "limit", limit);
        if (output != null) {
            try (InputStream answer = fleet.download("/sql", Map.of("query", question), format(output))) {
                Files.copy(answer, output, StandardCopyOption.REPLACE_EXISTING);
            }
        } else if (csv) {
            try (InputStream answer = fleet.download("/sql", body, FORMATS.get("csv"))) {
                out.print(new String(answer.readAllBytes(), StandardCharsets.UTF_8));
            }
        } else {
            print(fleet.post("/sql", body), out);
        }
    }

    private String format(Path file) {
        String name = file.getFileName().toString();
        String format = FORMATS.get(name.substring(name.lastIndexOf('.') + 1));
        if (format == null) {
            throw misuse("--output was '" + file + "' but must end with .csv, .parquet or .arrow");
        }
        return format;
    }

    private void print(JsonNode answer, PrintWriter out) {
        if (json) {
            out.println(AsciiJson.line(answer));
            return;
        }
        List<String> heading = new ArrayList<>();
        answer.path("columns").forEach(column -> heading.add(column.path("name").asText()));
        if (heading.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(heading.toArray(String[]::new));
        for (int column = 0; column < heading.size(); column++) {
            String type = answer.path("columns").path(column).path("type").asText();
            if (!type.matches("(?i)(u?(tiny|small|big|huge)?int(eger)?|double|float|decimal.*)")) {
                table.words(column);
            }
        }
        for (JsonNode row : answer.path("rows")) {
            List<Object> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.isContainerNode() ? cell.toString() : Cells.text(cell)));
            table.row(cells.toArray());
        }
        table.print(out);
        if (answer.path("truncated").asBoolean()) {
            out.println("there are more rows; --limit shows more");
        }
    }
}
