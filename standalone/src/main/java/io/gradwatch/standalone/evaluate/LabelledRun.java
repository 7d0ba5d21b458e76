package io.gradwatch.standalone.evaluate;

import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * A run of a corpus.
 *
 * @param id name of the run, unique in the corpus
 * @param set the part of the corpus that it belongs to
 * @param source its origin: a repository, a colon, and the place within
 * @param label judgement of a careful person
 * @param onsetStep first step at which that person would see the fault; empty for a healthy run
 * @param showsSymptom true where the fault shows in the logged numbers
 * @param rows of data, 1 or more
 * @param series the log
 */
public record LabelledRun(
        String id,
        String set,
        String source,
        Label label,
        OptionalDouble onsetStep,
        boolean showsSymptom,
        long rows,
        Path series) {

    public boolean healthy() {
        return label == Label.HEALTHY;
    }

    /** True where the headline figures count it as a run to find a fault in. */
    public boolean faulty() {
        return !healthy() && label != Label.UNSCORED && showsSymptom;
    }

    /** A fault that only tensor statistics or the declared configuration could tell. */
    public boolean hidden() {
        return !healthy() && label != Label.UNSCORED && !showsSymptom;
    }

    /** The part of the source before the colon. */
    public String repository() {
        int colon = source.indexOf(':');
        return colon < 0 ? source : source.substring(0, colon);
    }
}
