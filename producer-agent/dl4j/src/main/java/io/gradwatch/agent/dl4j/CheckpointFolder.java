package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.TrainingRun;
import java.io.File;
import org.deeplearning4j.optimize.listeners.Checkpoint;
import org.deeplearning4j.optimize.listeners.CheckpointListener;

/**
 * Folder into which DL4J's CheckpointListener saves. It tells nobody when it has saved, but appends each checkpoint to
 * a list then, once the file is complete. A look costs the time of the list's last change, and only what is new is
 * read.
 */
final class CheckpointFolder {

    /** Name of the list, as DL4J 1.0.0-M2.1 has it. */
    private static final String LIST = "checkpointInfo.txt";

    private final File folder;
    private final File list;
    private long changed;
    private int last;

    /** Checkpoints that are in the folder already belong to an earlier training. */
    CheckpointFolder(File folder) {
        this.folder = folder;
        this.list = new File(folder, LIST);
        changed = list.lastModified();
        last = number(changed == 0 ? null : CheckpointListener.lastCheckpoint(folder));
    }

    /** Tells the run of the newest checkpoint, if it is new. */
    void look(TrainingRun run) {
        long now = list.lastModified();
        if (now == changed) {
            return;
        }
        changed = now;
        Checkpoint newest = CheckpointListener.lastCheckpoint(folder);
        // A listener that deletes what is there begins to count anew.
        if (newest != null && number(newest) != last) {
            last = number(newest);
            File file = new File(folder, newest.getFilename());
            run.checkpointSaved(newest.getIteration(), file.getPath(), file.length(), null);
        }
    }

    private static int number(Checkpoint checkpoint) {
        return checkpoint == null ? -1 : checkpoint.getCheckpointNum();
    }
}
