package io.gradwatch.alerting.notify.slack;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.http.HttpPoster;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.alerting.notify.spi.Pictures;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackHttp.Trouble;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.alerting.testing.NotificationBuilder;
import io.gradwatch.alerting.testing.SlackWorkspace;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.config.Secret;
import io.gradwatch.schema.Alert;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SlackRepliesTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 0, -1, 13, 10};
    private static final Picture PICTURE = new Picture(PNG, "Curve of <!channel> around step 1200");

    @AutoClose
    private final LoopbackSlack slack = new LoopbackSlack();

    private final SlackWorkspace workspace = slack.workspace();
    private final ManualClock clock = new ManualClock();

    @Test
    void picture_isSharedInTheThread() throws Exception {
        notifier(false).send(pictured(Alerts.nan("a")));

        await().atMost(PATIENCE).until(() -> !workspace.shared().isEmpty());
        SlackWorkspace.Shared shared = workspace.shared().get(0);
        assertThat(shared.bytes()).isEqualTo(PNG);
        assertThat(shared.description()).isEqualTo(PICTURE.description());
        assertThat(shared.share().path("thread_ts").asText())
                .isEqualTo(slack.posted().get(0).ts());
        assertThat(shared.share().at("/files/0/title").asText())
                .isEqualTo("Curve of &lt;!channel&gt; around step 1200");
    }

    @Test
    void pictureOfALaterAlert_isSharedInTheSameThread() throws Exception {
        Notifier notifier = notifier(false);
        notifier.send(Alerts.notification(Alerts.oscillating("a")));
        String first = "C0LOOPBACK:" + slack.posted().get(0).ts();

        notifier.send(inThread(pictured(Alerts.nan("a")), first));

        await().atMost(PATIENCE).until(() -> !workspace.shared().isEmpty());
        assertThat(workspace.shared().get(0).share().path("thread_ts").asText())
                .isEqualTo(slack.posted().get(0).ts());
    }

    @Test
    void pictureThatComesLate_doesNotHoldUpTheMessage() throws Exception {
        CountDownLatch drawn = new CountDownLatch(1);
        Pictures late = alert -> {
            awaitQuietly(drawn);
            return Optional.of(PICTURE);
        };

        Delivery delivery = notifier(false).send(pictured(late, Alerts.nan("a")));

        assertThat(delivery).isInstanceOf(Delivery.Delivered.class);
        assertThat(workspace.shared()).isEmpty();
        drawn.countDown();
        await().atMost(PATIENCE).until(() -> !workspace.shared().isEmpty());
    }

    @Test
    void recovery_hasNoPicture() throws Exception {
        Notifier notifier = notifier(false);
        notifier.send(pictured(Alerts.resolved(Alerts.nan("a"))));
        notifier.send(pictured(Alerts.nan("b")));

        await().atMost(PATIENCE).until(() -> !workspace.shared().isEmpty());
        assertThat(workspace.shared())
                .singleElement()
                .satisfies(shared -> assertThat(shared.share().path("thread_ts").asText())
                        .isEqualTo(slack.posted().get(1).ts()));
    }

    @Test
    void appWithoutTheScope_isAskedAgainAfterTenMinutes() throws Exception {
        workspace.forbid("files.getUploadURLExternal");
        SlackFiles files = new SlackFiles(calls());

        files.share(PICTURE, "C0LOOPBACK", "1.1");
        clock.add(Duration.ofMinutes(9));
        files.share(PICTURE, "C0LOOPBACK", "1.1");
        assertThat(requests("files.getUploadURLExternal")).isEqualTo(1);

        clock.add(Duration.ofMinutes(2));
        files.share(PICTURE, "C0LOOPBACK", "1.1");
        assertThat(requests("files.getUploadURLExternal")).isEqualTo(2);
    }

    @Test
    void appWithoutTheScopeOfPictures_mentionsAllTheSame() throws Exception {
        workspace.forbid("files.getUploadURLExternal");
        String ada = workspace.addUser("ada@lab.example");

        assertThat(notifier(true).send(pictured(ownedBy("ada@lab.example", "a"))))
                .isInstanceOf(Delivery.Delivered.class);

        awaitMention(ada, 1);
    }

    @ParameterizedTest
    @MethodSource("failedUploads")
    void uploadThatFails_leavesTheMessageAsItIs(Trouble atAddress, Trouble atUpload) throws Exception {
        slack.next(new Trouble.None(), atAddress, atUpload);
        Notifier notifier = notifier(false);

        assertThat(notifier.send(pictured(Alerts.nan("a")))).isInstanceOf(Delivery.Delivered.class);
        await().atMost(PATIENCE).until(() -> requests("files.getUploadURLExternal") == 1);
        // Else the next message would meet the trouble that is for the upload.
        await().atMost(PATIENCE).until(() -> atUpload instanceof Trouble.None || uploads() == 1);
        assertThat(notifier.send(pictured(Alerts.nan("b")))).isInstanceOf(Delivery.Delivered.class);

        await().atMost(PATIENCE).until(() -> !workspace.shared().isEmpty());
        assertThat(workspace.shared())
                .singleElement()
                .satisfies(shared -> assertThat(shared.share().path("thread_ts").asText())
                        .isEqualTo(slack.posted().get(1).ts()));
    }

    static Stream<Arguments> failedUploads() {
        return Stream.of(
                Arguments.of(new Trouble.None(), LoopbackSlack.answer(500, "")),
                Arguments.of(LoopbackSlack.answer(200, "{\"ok\":false,\"error\":\"fatal_error\"}"), new Trouble.None()),
                Arguments.of(placedAt("file:///etc/passwd"), new Trouble.None()),
                Arguments.of(placedAt("http://eve@127.0.0.1/"), new Trouble.None()),
                Arguments.of(placedAt("not an address"), new Trouble.None()));
    }

    private static Trouble placedAt(String address) {
        return LoopbackSlack.answer(200, "{\"ok\":true,\"file_id\":\"F1\",\"upload_url\":\"" + address + "\"}");
    }

    @Test
    void owner_isMentionedOnceInTheThread() throws Exception {
        String ada = workspace.addUser("ada@lab.example");
        Notifier notifier = notifier(true);
        Alert first = ownedBy("ada@lab.example", "a");

        notifier.send(Alerts.notification(first));

        awaitMention(ada, 1);
        assertThat(slack.posted().get(1).body().path("text").asText()).isEqualTo("Owner: <@" + ada + ">");
        assertThat(slack.posted().get(1).body().path("thread_ts").asText())
                .isEqualTo(slack.posted().get(0).ts());
        assertThat(slack.violations()).isEmpty();
        assertThat(notifier.minimumInterval()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void ownerOfARunThatTheIncidentKnows_isNotMentionedAgain() throws Exception {
        String ada = workspace.addUser("ada@lab.example");
        String bob = workspace.addUser("bob@lab.example");
        Notifier notifier = notifier(true);
        Alert first = ownedBy("ada@lab.example", "a");
        notifier.send(Alerts.notification(first));
        awaitMention(ada, 1);
        String thread = "C0LOOPBACK:" + slack.posted().get(0).ts();
        Notification joined = Alerts.notification(ownedBy("ada@lab.example", "b"), ownedBy("bob@lab.example", "c"));
        List<AlertChange> all = new ArrayList<>(joined.latestChanges());
        all.addAll(Alerts.notification(first).latestChanges());

        await().atMost(PATIENCE)
                .until(() -> notifier.send(inThread(joined, thread, all)) instanceof Delivery.Delivered);

        awaitMention(bob, 1);
        assertThat(mentions(ada)).isEqualTo(1);
    }

    private SlackSideCalls calls() {
        HttpPoster poster = new HttpPoster(Duration.ofSeconds(5), clock);
        return new SlackSideCalls(slack.apiUrl(), new Secret(LoopbackSlack.TOKEN), poster, clock);
    }

    private void awaitMention(String user, int times) {
        await().atMost(PATIENCE).until(() -> mentions(user) == times);
    }

    private long mentions(String user) {
        return slack.posted().stream()
                .filter(message -> message.text().contains("<@" + user + ">"))
                .count();
    }

    private long requests(String method) {
        return slack.received().stream()
                .filter(request -> request.address().getPath().endsWith(method))
                .count();
    }

    private long uploads() {
        return slack.received().stream()
                .filter(request -> request.address().getPath().startsWith("/upload/"))
                .count();
    }

    private Notifier notifier(boolean mentionOwner) throws ConfigurationException {
        String settings = "token: " + LoopbackSlack.TOKEN + "\nchannel: '#alerts'\napi-url: " + slack.apiUrl()
                + "\nmention-owner: " + mentionOwner;
        return Configuration.parse(settings, "f.yml", Map.of()).read(new SlackNotifier.Factory()::create);
    }

    private static Alert ownedBy(String owner, String run) {
        return Alert.newBuilder(Alerts.nan(run)).setOwner(owner).build();
    }

    private static Notification pictured(Alert... alerts) {
        return pictured(alert -> Optional.of(PICTURE), alerts);
    }

    private static Notification pictured(Pictures pictures, Alert... alerts) {
        return Alerts.pictured(Alerts.notification(alerts), pictures);
    }

    private static Notification inThread(Notification told, String thread) {
        return inThread(told, thread, told.latestChanges());
    }

    private static Notification inThread(Notification told, String thread, List<AlertChange> latestChanges) {
        return NotificationBuilder.from(told)
                .sequence(8)
                .latestChanges(latestChanges)
                .thread(thread)
                .build();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
