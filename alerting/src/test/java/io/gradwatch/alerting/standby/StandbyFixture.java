package io.gradwatch.alerting.standby;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import io.gradwatch.alerting.testing.AlertingProcess;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.service.LoopbackMail;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;

/** A broker, a Slack and a mail server on the loopback address. */
final class StandbyFixture implements AutoCloseable {

    /** Note of a message that may have been sent before. */
    static final String NOTE = "may be a repeat";

    private static final Pattern RUN = Pattern.compile("resnet-[a-z0-9-]+");

    final TestKafka kafka = TestKafka.withoutTopics().open();
    final LoopbackSlack slack = new LoopbackSlack();
    private final GreenMail mail = LoopbackMail.create();
    private final List<AlertingProcess> processes = new ArrayList<>();

    StandbyFixture() {
        mail.start();
    }

    StandbyFixture withTopics() {
        kafka.createTopics(2);
        return this;
    }

    /** Makes the topic of the state anew. */
    void loseRows() throws Exception {
        try (Admin admin = Admin.create(kafka.properties())) {
            admin.deleteTopics(List.of(Topics.OUTBOX_ROWS.name())).all().get();
            await().atMost(PATIENCE)
                    .until(() -> !admin.listTopics().names().get().contains(Topics.OUTBOX_ROWS.name()));
        }
        withTopics();
    }

    /** The section of two receivers, a bot and a mail server, that hear of everything. */
    String section(String timing) {
        return "alerting:\n  standby: true\n  cause-window: 0s\n  " + timing + "\n  receivers:\n"
                + "    - {name: bot, slack: {token: " + LoopbackSlack.TOKEN + ", channel: \"#alerts\", api-url: \""
                + slack.apiUrl() + "\"}}\n"
                + "    - {name: post, email: {host: localhost, starttls: off, from: g@example.org,"
                + " to: [ada@example.org], port: " + mail.getSmtp().getPort() + "}}\n";
    }

    /** Starts a process of alerting, which ends with the fixture. */
    AlertingProcess process(Path folder, String section) throws IOException {
        AlertingProcess process = AlertingProcess.start(folder, kafka.bootstrapServers(), section);
        processes.add(process);
        return process;
    }

    void publish(Alert... alerts) {
        Alerts.publish(kafka, alerts);
    }

    /** Instances that are in the group of the lease. */
    int instances() {
        try (Admin admin = Admin.create(kafka.properties())) {
            return admin.describeConsumerGroups(List.of(Lease.GROUP_ID))
                    .describedGroups()
                    .get(Lease.GROUP_ID)
                    .get()
                    .members()
                    .size();
        } catch (ExecutionException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Mails whose subject has these words. */
    List<MimeMessage> mails(String... words) {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(message -> {
                    String subject = subject(message);
                    return Arrays.stream(words).allMatch(subject::contains);
                })
                .toList();
    }

    /** Messages and replies of Slack that have these words. */
    List<LoopbackSlack.Posted> posts(String... words) {
        return slack.posted().stream()
                .filter(post -> {
                    String text = post.text();
                    return Arrays.stream(words).allMatch(text::contains);
                })
                .toList();
    }

    /** Mails that say that they may be a repeat. */
    List<MimeMessage> repeatedMails() {
        return mails().stream().filter(mail -> body(mail).contains(NOTE)).toList();
    }

    /** Each message came once, but for one to each receiver that says that it may be a repeat. */
    void assertNobodyWasToldTwice() {
        List<MimeMessage> repeats = repeatedMails();
        assertThat(repeats).hasSizeLessThanOrEqualTo(1);
        assertThat(mails().stream()
                        .filter(mail -> !repeats.contains(mail))
                        .map(mail -> event(subject(mail)))
                        .toList())
                .doesNotHaveDuplicates();
        assertThat(posts(NOTE)).hasSizeLessThanOrEqualTo(1);
        assertThat(slack.posted().stream()
                        .map(LoopbackSlack.Posted::text)
                        .filter(text -> !text.contains(NOTE))
                        .map(StandbyFixture::event)
                        .toList())
                .doesNotHaveDuplicates();
    }

    /** All that was said of a run is one thread in Slack, and one in the mail. */
    void assertOneThread(String run) throws MessagingException {
        List<LoopbackSlack.Posted> posts = posts(run);
        assertThat(posts).hasSizeGreaterThan(1);
        assertThat(posts.stream().skip(1))
                .allMatch(post -> post.body()
                        .path("thread_ts")
                        .asText()
                        .equals(posts.get(0).ts()));
        Set<String> threads = new HashSet<>();
        for (MimeMessage mail : mails(run)) {
            threads.add(mail.getHeader("References", null));
        }
        assertThat(threads).hasSize(1);
    }

    /** Subject of a message: the run, and whether it is over. */
    private static String event(String text) {
        Matcher run = RUN.matcher(text);
        assertThat(run.find()).as(text).isTrue();
        return (text.contains("Recovered") ? "recovered " : "firing ") + run.group();
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String body(MimeMessage message) {
        return GreenMailUtil.getBody(message);
    }

    @Override
    public void close() throws InterruptedException {
        for (AlertingProcess process : processes) {
            process.close();
        }
        mail.stop();
        slack.close();
        kafka.close();
    }
}
