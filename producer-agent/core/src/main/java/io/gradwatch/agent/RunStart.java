package io.gradwatch.agent;

/**
 * A run as it begins: what the job says of it, completed by what the environment says.
 *
 * @param runId the run's id, given or made
 * @param runIdGiven false when it was made: such a run has no earlier attempt
 */
record RunStart(RunDescription description, AgentSettings settings, String runId, boolean runIdGiven) {

    /**
     * @param description null for one that says nothing
     * @param settings null for those of the environment
     */
    static RunStart of(RunDescription description, AgentSettings settings) {
        RunDescription said = description == null ? RunDescription.builder().build() : description;
        AgentSettings set = settings == null ? AgentSettings.fromEnvironment() : settings;
        String given = said.runId().isEmpty() ? set.runId() : said.runId();
        return new RunStart(said, set, given.isEmpty() ? RunId.make(said.name()) : given, !given.isEmpty());
    }

    /** From 0. */
    int rank() {
        return firstOf(description.rank(), settings.rank(), 0);
    }

    /** From 0; null when nothing counts the starts of the run. */
    Integer attempt() {
        return firstOf(description.attempt(), settings.attempt(), null);
    }

    /** Processes that train together, 1 or more. */
    int worldSize() {
        return firstOf(description.worldSize(), settings.worldSize(), 1);
    }

    private static Integer firstOf(Integer first, Integer second, Integer otherwise) {
        if (first != null) {
            return first;
        }
        return second != null ? second : otherwise;
    }
}
