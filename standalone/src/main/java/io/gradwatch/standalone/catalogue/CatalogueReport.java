package io.gradwatch.standalone.catalogue;

import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.schema.DetectorOverrides;
import java.util.List;

/** Report about detectors. */
interface CatalogueReport {

    /** Reports all detectors, a line each. */
    void list(List<DetectorSpec> specs);

    /** Reports one detector with its whole description. */
    void full(DetectorSpec spec);

    /** Reports the detectors that judged a run, and the inputs that the others lacked. */
    void run(DetectorCoverage run, List<DetectorSpec> specs);

    /**
     * Reports the settings that override the configuration.
     *
     * @param scope "project" or "run"
     * @param name of it
     */
    void settings(String scope, String name, DetectorOverrides overrides);
}
