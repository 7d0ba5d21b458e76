package io.gradwatch.detection.engine.state;

import java.util.HashMap;
import java.util.Map;

/** A checkpoint that the job saved, and what steps showed of it. A plain state of about 250 bytes. */
public class KeptCheckpoint {

    /** The next step is yet to come. */
    static final long AWAITED = -1;

    /** The next step never came: the steps went back. */
    static final long NEVER = -2;

    /** The attempt that saved it. */
    public int attempt;

    /** Optimizer steps done before it, as the job says; -1 where that is not known. */
    public long step = -1;

    /** Last step of the speaking rank before it, -1 without one. */
    public long lastStep = -1;

    /** First step of the speaking rank after it, which its weights made; negative where there is none. */
    public long nextStep = AWAITED;

    /** Path, address or name. */
    public String path = "";

    /** Time in the log at which it was saved; 0 where the log has no time. */
    public long savedMillis;

    /** Size, -1 where it is not known. */
    public long sizeBytes = -1;

    /** Values by which the job judges it. */
    public Map<String, Double> metrics = new HashMap<>();

    /** True if a critical fault of the weights was there, or not yet seen, when it was saved. */
    public boolean suspect;
}
