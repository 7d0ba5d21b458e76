package io.gradwatch.alerting;

import io.gradwatch.alerting.intake.AlertSink;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.schema.Alert;
import io.gradwatch.topic.DamagedRange;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;

/**
 * Receiver of the alerts of the intake: the outbox, through the dispatcher.
 *
 * @param outbox that keeps them, with the places up to which the topic was read
 * @param dispatcher takes alerts and places into the outbox, and answers how many were news
 * @param wake tells the dispatching that something came
 */
record OutboxSink(Outbox outbox, ToIntBiFunction<List<Alert>, Map<Integer, Long>> dispatcher, Runnable wake)
        implements AlertSink {

    @Override
    public int take(List<Alert> alerts, Map<Integer, Long> next) {
        int news = dispatcher.applyAsInt(alerts, next);
        wake.run();
        return news;
    }

    @Override
    public Map<Integer, Long> positions() {
        return outbox.positions();
    }

    @Override
    public boolean hasLost() {
        return outbox.hasLost();
    }

    @Override
    public void readsAgain(int partition, long records) {
        outbox.readsAgain(partition, records);
    }

    @Override
    public void passesOver(DamagedRange damaged) {
        outbox.passesOver(damaged);
    }
}
