package io.gradwatch.fleet.http.history;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.fleet.http.route.ApiException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PointBudgetTest {

    @Test
    void answerForWhichThereIsNoRoom_isUnavailable_andHasRoomOnceTheOthersAreMade() throws Exception {
        PointBudget budget = new PointBudget();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread other = new Thread(() -> budget.within(PointBudget.MOST, () -> {
            begun.countDown();
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        other.start();
        assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        AtomicBoolean made = new AtomicBoolean();

        assertThatThrownBy(() -> budget.within(1, () -> made.set(true)))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(503));
        assertThat(made).isFalse();

        done.countDown();
        other.join();
        budget.within(Long.MAX_VALUE, () -> made.set(true));
        assertThat(made).isTrue();
    }
}
