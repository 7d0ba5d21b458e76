package io.gradwatch.standalone.chaos;

import java.io.IOException;
import java.nio.file.Path;

/** Ways to run the monitor. */
enum ChaosForm {
    /** All of it in one process. */
    UP,
    /** Each part in a process of its own. */
    PARTS,
    /** Each part in a process of its own, and a second instance of alerting that stands by. */
    PAIR;

    Parts parts(Path folder, Channels channels) throws IOException, InterruptedException {
        return this == UP ? new UpParts(folder, channels) : new SeparateParts(folder, channels, this == PAIR);
    }
}
