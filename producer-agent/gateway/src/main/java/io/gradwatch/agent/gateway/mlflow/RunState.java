package io.gradwatch.agent.gateway.mlflow;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is kept of a run on disk, so that a client that holds its id can go on after a restart of the agent. */
final class RunState {
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

    boolean isRunning() {
        return status.equals("RUNNING") || status.equals("SCHEDULED");
    }
}
