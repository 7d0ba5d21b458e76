package io.gradwatch.alerting.standby;

import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.outbox.Outbox;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is the only one; its state is on its disk. */
public final class SingleInstance extends AlertingInstance {

    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);

    private Outbox outbox;

    public SingleInstance(Path folder, IncidentRules rules, Function<Outbox, Work> work) {
        super(folder, rules, work);
    }

    @Override
    public void start() {
        outbox = Outbox.open(folder, rules);
        try {
            leading = new Leading(outbox, work.apply(outbox));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        LOG.info("Alerting keeps its state in {}", outbox);
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public String role() {
        return "is alone";
    }

    @Override
    public void close() {
        if (leading != null) {
            leading.work().close();
            leading = null;
        }
        if (outbox != null) {
            outbox.close();
            outbox = null;
        }
    }
}
