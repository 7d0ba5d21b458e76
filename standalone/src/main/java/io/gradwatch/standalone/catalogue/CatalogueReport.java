package io.gradwatch.standalone.catalogue;

import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.schema.DetectorOverrides;
import java.util.List;

/** Tells of detectors. */
interface CatalogueReport {

    /** All of them, a line each. */
    void list(List<DetectorSpec> specs);

    /** One, with everything it says of itself. */
    void full(DetectorSpec spec);

    /** Which of them judged a run, and what the others lacked. */
    void run(DetectorCoverage run, List<DetectorSpec> specs);

    /**
     * What is set in place of the configuration.
     *
     * @param scope "project" or "run"
     * @param name of it
     */
    void settings(String scope, String name, DetectorOverrides overrides);
}
