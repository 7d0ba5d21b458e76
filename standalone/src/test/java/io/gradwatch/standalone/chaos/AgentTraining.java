package io.gradwatch.standalone.chaos;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.schema.Outcome;
import java.util.BitSet;

/** A run that records with the agent, which answers for each step from the moment at which it was published. */
final class AgentTraining implements Training {

    private final String id;
    private final AgentSettings settings;
    private final BitSet published = new BitSet();
    private TrainingRun run;

    /** @param settings with a spool that agents of later runs share */
    AgentTraining(String id, AgentSettings settings) {
        this.id = id;
        this.settings = settings;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void begin() {
        run = TrainingRun.start(
                RunDescription.builder().runId(id).name(id).project("of " + id).build(), settings);
    }

    @Override
    public synchronized void step(int step, double loss) {
        run.step(step).loss(loss).publish();
        published.set(step);
    }

    @Override
    public void end(Outcome outcome, int step) {
        run.finish();
    }

    @Override
    public synchronized BitSet acknowledged() {
        return (BitSet) published.clone();
    }

    /** Records that the agent reports as dropped. */
    @Override
    public int waiting() {
        return run == null ? 0 : Math.toIntExact(run.droppedRecords());
    }
}
