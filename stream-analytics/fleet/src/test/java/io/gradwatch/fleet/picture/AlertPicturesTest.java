package io.gradwatch.fleet.picture;

import static io.gradwatch.fleet.picture.DrawnAlerts.alert;
import static io.gradwatch.fleet.picture.DrawnAlerts.points;
import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.PointsRequest;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.testing.FakeFleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertPicturesTest {

    private static final PictureRequest REQUEST = new PictureRequest(FakeFleet.ALERT, 800, 360, false);

    private final AlertDetail alert = alert(50, 60, "loss");
    private final AtomicInteger asked = new AtomicInteger();
    private AlertPictures pictures;

    @AfterEach
    void close() {
        if (pictures != null) {
            pictures.close();
        }
    }

    @Test
    void picture_isDrawnOnceForAWhile() {
        open(id -> Optional.of(alert), 80);

        byte[] first = pictures.png(REQUEST, Duration.ZERO);

        assertThat(pictures.png(REQUEST, Duration.ZERO)).isSameAs(first);
        assertThat(asked).hasValue(1);
        assertThat(pictures.png(new PictureRequest(FakeFleet.ALERT, 800, 360, true), Duration.ZERO))
                .isNotEqualTo(first);
    }

    @Test
    void stepThatFired_isWaitedFor() {
        AtomicInteger looks = new AtomicInteger();
        pictures = new AlertPictures(
                id -> looks.incrementAndGet() < 3 ? Optional.empty() : Optional.of(alert),
                request -> points(looks.get() < 5 ? 58 : 61, step -> 1),
                PATIENCE);

        byte[] png = pictures.png(REQUEST, PATIENCE);

        assertThat(looks).hasValue(5);
        assertThat(pictures.png(REQUEST, Duration.ZERO)).isSameAs(png);
    }

    @Test
    void stepThatNeverComes_isLeftOut_andLookedForAgainTheNextTime() {
        open(id -> Optional.of(alert), 58);

        assertThat(pictures.png(REQUEST, Duration.ofMillis(50))).isNotEmpty();
        int before = asked.get();
        assertThat(pictures.png(REQUEST, Duration.ZERO)).isNotEmpty();

        assertThat(asked).hasValue(before + 1);
    }

    @Test
    void unknownAlert_andOneWithoutValues_haveNoPicture() {
        open(id -> id.equals(FakeFleet.ALERT) ? Optional.of(alert) : Optional.empty(), 0);

        assertThatThrownBy(() -> pictures.png(REQUEST, Duration.ZERO))
                .isInstanceOf(NoPictureException.class)
                .hasMessage("The history has no values of 'loss' around the onset");
        assertThatThrownBy(() -> pictures.png(new PictureRequest("x", 800, 360, false), Duration.ZERO))
                .isInstanceOf(NoPictureException.class)
                .hasMessage("No alert 'x' is live or in the history");
    }

    @Test
    void historyThatHangs_holdsNoCallerForLong_andNoMoreThanItsThreads() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        pictures = new AlertPictures(
                id -> Optional.of(alert),
                request -> {
                    awaitQuietly(release);
                    return points(80, step -> 1);
                },
                Duration.ofMillis(50));
        try {
            for (int i = 0; i < 36; i++) {
                PictureRequest request = new PictureRequest("alert-" + i, 800, 360, false);
                assertThatThrownBy(() -> pictures.png(request, Duration.ZERO))
                        .isInstanceOf(UnavailableException.class)
                        .hasMessage("the history takes too long to answer");
            }
            assertThatThrownBy(() -> pictures.png(REQUEST, Duration.ZERO))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("as many pictures are being drawn as may at once");
        } finally {
            release.countDown();
        }
    }

    @Test
    void callersOfOnePicture_areBounded_andThoseWhoWaitAreAnswered() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Points known = points(80, step -> 1);
        pictures = new AlertPictures(
                id -> Optional.of(alert),
                request -> {
                    awaitQuietly(release);
                    return known;
                },
                PATIENCE);
        ExecutorService callers = Executors.newCachedThreadPool();
        List<Future<byte[]>> answers = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                answers.add(callers.submit(() -> pictures.png(REQUEST, Duration.ZERO)));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(answers).filteredOn(Future::isDone).hasSize(76));
            release.countDown();
            int drawn = 0;
            for (Future<byte[]> answer : answers) {
                drawn += isDrawn(answer) ? 1 : 0;
            }
            assertThat(drawn).isEqualTo(24);
        } finally {
            release.countDown();
            callers.shutdownNow();
        }
        assertThat(pictures.png(REQUEST, Duration.ZERO)).isNotEmpty();
    }

    private static boolean isDrawn(Future<byte[]> answer) throws InterruptedException {
        try {
            return answer.get().length > 0;
        } catch (ExecutionException e) {
            assertThat(e.getCause())
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("as many callers wait for pictures as may at once");
            return false;
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void greatestSteps_overflowNothing() {
        AlertDetail last = alert(Long.MAX_VALUE - 3, Long.MAX_VALUE - 1, "loss");
        PointsRequest request = AlertCurve.request(last);
        AlertCurve curve = AlertCurve.of(last, points(0, step -> 1));

        assertThat(request.from()).isBetween(0L, Long.MAX_VALUE - 3);
        assertThat(request.to()).isEqualTo(Long.MAX_VALUE);
        assertThat(curve.from()).isLessThan(curve.to());
        assertThat(AlertCurve.request(alert(0, Long.MAX_VALUE, "loss")).to()).isEqualTo(Long.MAX_VALUE);
        assertThat(AlertCurve.of(alert(Long.MAX_VALUE, Long.MAX_VALUE, "loss"), points(0, step -> 1)))
                .satisfies(end -> assertThat(end.from()).isLessThan(end.to()));
    }

    @Test
    void request_isOfTheSeriesAndRankOfTheAlert_aroundItsOnset() {
        PointsRequest request = AlertCurve.request(alert(10_000, 10_100, "gradient_norm"));

        assertThat(request.series()).isEqualTo("gradient_norm");
        assertThat(request.from()).isEqualTo(9_500);
        assertThat(request.to()).isEqualTo(10_500);
    }

    private void open(Function<String, Optional<AlertDetail>> alerts, long steps) {
        Points known = points(steps, step -> 1 + step % 3);
        // The first picture loads the classes that draw, which takes seconds on a busy machine.
        pictures = new AlertPictures(
                alerts,
                request -> {
                    asked.incrementAndGet();
                    return known;
                },
                PATIENCE);
    }
}
