package io.gradwatch.agent.gateway.mlflow;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.LinkedHashMap;
import java.util.Map;

/** State of a run on disk, so that a client that holds its id can go on after a restart of the agent. */
final class MlflowRunState {
    /** MLflow's id of the run, and ours. */
    public String runId = "";

    public String experimentId = "";
    public String name = "";
    /** RUNNING, or how it ended. */
    public String status = "RUNNING";

    public long startMillis;
    public long endMillis;
    /** Attempt and session of the records, and a number above all that were given to them. */
    public int attempt;

    public long session;
    public long reserved;
    public Map<String, String> params = new LinkedHashMap<>();
    public Map<String, String> tags = new LinkedHashMap<>();

    @JsonIgnore
    private int size = -1;

    /** Adds what a client says. */
    void add(Map<String, String> moreParams, Map<String, String> moreTags) {
        params.putAll(moreParams);
        tags.putAll(moreTags);
        size = -1;
    }

    /** Characters of params and tags. */
    int size() {
        if (size < 0) {
            size = MlflowBounds.size(params) + MlflowBounds.size(tags);
        }
        return size;
    }

    boolean isRunning() {
        return status.equals("RUNNING") || status.equals("SCHEDULED");
    }
}
