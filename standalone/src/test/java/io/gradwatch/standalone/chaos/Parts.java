package io.gradwatch.standalone.chaos;

import java.net.URI;
import java.util.List;

/** The processes of a monitor and the lines between them, which can be hurt and mended. */
interface Parts extends AutoCloseable {

    /** Faults that can be done to them. */
    List<Target> targets();

    /** Starts all and returns when they answer. */
    void start() throws Exception;

    /** Host and port of Kafka for producers. */
    String kafka();

    /** Address of the page. */
    URI page();

    /** Begins a fault. */
    void hurt(Fault fault) throws Exception;

    /** Ends it: starts what was ended, and lets through what was held up. */
    void mend(Fault fault) throws Exception;

    /** Starts what ended by itself, as a service manager does: sentences that say so. */
    List<String> revive() throws Exception;

    /** The last lines of the logs. */
    String logs();

    @Override
    void close() throws Exception;
}
