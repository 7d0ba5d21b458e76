package io.gradwatch.calibration.causes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.standalone.evaluate.CorpusIndex;
import io.gradwatch.standalone.evaluate.Label;
import io.gradwatch.standalone.evaluate.LabelledRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folder of the lab: labels, plans and what the jobs sent. */
final class Laboratory {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;

    Laboratory(Path folder) {
        this.folder = folder;
    }

    /** All runs with a planted fault and a label, in the order of the index. */
    List<PlantedRun> runs() throws UnreadableLogException, IOException {
        List<PlantedRun> all = new ArrayList<>();
        for (LabelledRun run : CorpusIndex.read(folder)) {
            if (run.healthy() || run.label() == Label.UNSCORED) {
                continue;
            }
            JsonNode plan = MAPPER.readTree(
                    folder.resolve("runs").resolve(run.id() + ".json").toFile());
            String fault = plan.path("fault").asText();
            if (!fault.equals("none")) {
                boolean watched = plan.path("habit").path("samples").asInt() > 0;
                all.add(new PlantedRun(run, plan.path("program").asText(), fault, watched));
            }
        }
        return all;
    }

    /** Lines that the job of a run sent to its agent. */
    Path lines(PlantedRun run) {
        return folder.resolve("lines").resolve(run.run().id() + ".jsonl.gz");
    }
}
