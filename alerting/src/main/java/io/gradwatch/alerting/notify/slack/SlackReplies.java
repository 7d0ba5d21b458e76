package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Picture;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds to the thread of a message what must neither delay nor fail it: a mention of the owner and the picture of the
 * curve. Does so on a thread of its own, which ends when there is nothing to do; what fails or finds no room is left
 * out.
 */
final class SlackReplies {

    private static final Logger LOG = LoggerFactory.getLogger(SlackReplies.class);

    /** Most messages whose replies wait. Own choice. */
    private static final int MOST_WAITING = 32;

    private final SlackSideCalls calls;
    private final SlackFiles files;
    private final Optional<SlackOwners> owners;
    private final ThreadPoolExecutor worker;

    /** @param owners empty where nobody is to be mentioned */
    SlackReplies(SlackSideCalls calls, Optional<SlackOwners> owners) {
        this.calls = calls;
        this.files = new SlackFiles(calls);
        this.owners = owners;
        this.worker = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                SlackReplies::daemon,
                (reply, full) -> LOG.warn("Slack is slow: a message stays without its picture and its owner"));
        worker.allowCoreThreadTimeOut(true);
    }

    /** True where owners are mentioned, which is a message of its own. */
    boolean mentionOwners() {
        return owners.isPresent();
    }

    /**
     * Adds the replies to a message that Slack took. Returns at once.
     *
     * @param channel id of the channel
     * @param ts id of the first message of the thread
     */
    void add(Notification notification, String channel, String ts) {
        if (tellsNews(notification)) {
            worker.execute(() -> reply(notification, channel, ts));
        }
    }

    private static boolean tellsNews(Notification notification) {
        return !notification.group().digest()
                && notification.group().changes().stream()
                        .map(AlertChange::kind)
                        .anyMatch(kind -> kind == AlertChange.Kind.FIRED
                                || kind == AlertChange.Kind.ESCALATED
                                || kind == AlertChange.Kind.FIRED_AND_ENDED);
    }

    private void reply(Notification notification, String channel, String ts) {
        try {
            if (owners.isPresent()) {
                mention(owners.get().users(notification), channel, ts);
            }
            Optional<Picture> picture = notification.picture();
            if (picture.isPresent()) {
                files.share(picture.get(), channel, ts);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A message stays without its picture or its owner", e);
        }
    }

    private void mention(List<String> users, String channel, String ts) throws InterruptedException {
        if (users.isEmpty()) {
            return;
        }
        String mentions = users.stream().map(user -> "<@" + user + ">").collect(Collectors.joining(", "));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("channel", channel).put("thread_ts", ts);
        body.put("text", (users.size() == 1 ? "Owner: " : "Owners: ") + mentions);
        calls.json("chat.postMessage", body);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "alerting-slack-replies");
        thread.setDaemon(true);
        return thread;
    }
}
