package io.gradwatch.agent.logs.wandb;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.json.JsonCells;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LogTime;
import io.gradwatch.agent.logs.names.RowValues;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.NamedRows;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.RunStarted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run in a file that W&B keeps, also of one that is offline ({@code run-*.wandb}): what the job logged, its
 * configuration, its name, project, group, tags and notes. No server is asked. The step that W&B counts calls by is the
 * step only where the job logs none of its own, such as {@code trainer/global_step}.
 */
public final class WandbRunLog extends NamedRows implements GrowingRunLog {

    private static final String CALLS = "_step";
    private static final String TIME = "_timestamp";
    private static final int LONGEST_PARAMETER_CHARS = 1_000;

    private final WandbFile file;
    private boolean ownSteps;
    private Optional<Integer> exitCode = Optional.empty();

    public WandbRunLog(WandbFile file, String runId, SignalMap mapped) {
        super(runId, new LogNames(mapped));
        this.file = file;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        return next(Long.MAX_VALUE);
    }

    private Optional<LogRow> next(long upTo) throws UnreadableLogException {
        while (file.position() < upTo) {
            Optional<byte[]> bytes = file.next();
            if (bytes.isEmpty()) {
                break;
            }
            Optional<LogRow> told = row(bytes.get());
            if (told.isPresent()) {
                return told;
            }
        }
        if (!file.isGrowing() && rows() == 0 && file.damage().isPresent()) {
            throw file.damage().get();
        }
        Optional<String> wrong = file.isGrowing() ? Optional.empty() : names.problemAtEnd();
        if (wrong.isPresent()) {
            throw file.problem(wrong.get());
        }
        return Optional.empty();
    }

    private Optional<LogRow> row(byte[] bytes) {
        WandbRecord record;
        try {
            record = new WandbRecord(bytes);
        } catch (IOException e) {
            file.wrongContent("the record before is none of W&B: " + Shown.text(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
        declare(record);
        if (record.exitCode.isPresent()) {
            exitCode = Optional.of(record.exitCode.getAsInt());
        }
        return record.history.isEmpty() ? Optional.empty() : row(record.history);
    }

    private Optional<LogRow> row(Map<String, String> history) {
        RowValues values = new RowValues();
        Map<String, String> cells = cells(history);
        String time = cells.remove(TIME);
        if (time != null) {
            LogTime.withZone(time).ifPresent(moment -> values.timeMillis = moment);
        }
        ownSteps |= cells.keySet().stream()
                .anyMatch(name -> !name.equals(CALLS)
                        && LogSignal.spelled(name)
                                .filter(LogSignal.STEP::equals)
                                .isPresent());
        if (ownSteps) {
            cells.remove(CALLS);
        }
        names.meet(cells.keySet());
        // A value that a signal cannot take is left out, as it is in W&B's own charts.
        cells.forEach((name, value) -> names.of(name).put(values, value));
        return values.tellsOfTraining() || values.tellsOfEvaluation() ? Optional.of(row(values)) : Optional.empty();
    }

    /** The numbers and texts, without those of W&B itself and without pictures and tables. */
    private static Map<String, String> cells(Map<String, String> history) {
        Map<String, String> cells = new LinkedHashMap<>();
        history.forEach((name, json) -> {
            String value = json.strip();
            boolean own = name.startsWith("_") && !name.equals(CALLS) && !name.equals(TIME);
            if (!own && value.startsWith("{") && !value.contains("\"_type\"")) {
                nested(name, value, cells);
            } else if (!own && !value.isEmpty() && !value.startsWith("{") && !value.startsWith("[")) {
                cells.put(name, unquoted(value));
            }
        });
        return cells;
    }

    private static void nested(String name, String json, Map<String, String> cells) {
        try {
            JsonCells.of(json).forEach((key, value) -> cells.put(name + "/" + key, value));
        } catch (IOException e) {
            // W&B itself wrote it; what it cannot read either is no value.
            return;
        }
    }

    private static String unquoted(String json) {
        boolean quoted = json.length() >= 2 && json.startsWith("\"") && json.endsWith("\"");
        return quoted ? json.substring(1, json.length() - 1) : json;
    }

    private void declare(WandbRecord record) {
        RunStarted declared = (RunStarted) started().getEvent();
        if (record.run) {
            declared.setProject(record.project);
            declared.setNotes(record.notes);
            declared.setGroup(record.group);
            declared.setHost(record.host);
            declared.setTags(List.copyOf(record.tags));
            if (!record.name.isEmpty()) {
                declared.setName(record.name);
            }
        }
        if (!record.config.isEmpty()) {
            Map<String, String> parameters = new LinkedHashMap<>(declared.getHyperparameters());
            record.config.forEach((key, json) -> {
                if (!key.startsWith("_wandb") && json.length() <= LONGEST_PARAMETER_CHARS) {
                    parameters.put(key, unquoted(json.strip()));
                }
            });
            declared.setHyperparameters(parameters);
        }
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    public void skipTo(long position) throws UnreadableLogException {
        while (next(position).isPresent()) {
            // Rows that were sent before are not sent again.
        }
    }

    @Override
    public void end() {
        file.end();
    }

    @Override
    public boolean finished() {
        return exitCode.filter(code -> code == 0).isPresent();
    }

    @Override
    public Optional<Understanding> understanding() {
        Understanding understood = events.understanding(file.damaged());
        List<String> hints = new ArrayList<>(understood.hints());
        file.damage()
                .ifPresent(first -> hints.add(first.getMessage() + "; left out up to the next block"
                        + (file.damaged() > 1 ? ", with " + (file.damaged() - 1) + " more" : "")));
        exitCode.filter(code -> code != 0)
                .ifPresent(code -> hints.add("the run exited with code " + code + ", as W&B noted"));
        return Optional.of(understood.withHints(hints));
    }

    @Override
    public void close() {
        file.close();
    }
}
