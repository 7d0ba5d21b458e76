package io.gradwatch.alerting.notify.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.alerting.message.PlainText;
import io.gradwatch.alerting.notify.spi.Picture;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shares pictures in threads: an address is asked for, the file goes there, and is then shared
 * (docs.slack.dev/reference/methods/files.getUploadURLExternal). Needs the scope {@code files:write}.
 */
final class SlackFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SlackFiles.class);
    private static final String NAME = "curve.png";

    /** Slack's limit of {@code alt_txt} is 1,000 characters (same page, section "Errors"). */
    private static final int DESCRIPTION_LENGTH = 1_000;

    private static final int TITLE_LENGTH = 200;

    private final SlackSideCalls calls;

    SlackFiles(SlackSideCalls calls) {
        this.calls = calls;
    }

    /**
     * Shares a picture as a reply.
     *
     * @param channel id of the channel
     * @param ts id of the first message of the thread
     */
    void share(Picture picture, String channel, String ts) throws InterruptedException {
        // Slack refuses JSON here although its page names it: "invalid_arguments".
        Optional<JsonNode> place = calls.form(
                "files.getUploadURLExternal",
                Map.of(
                        "filename",
                        NAME,
                        "length",
                        Integer.toString(picture.png().length),
                        "alt_txt",
                        PlainText.oneLine(picture.description(), DESCRIPTION_LENGTH)));
        Optional<URI> address = place.flatMap(this::address);
        if (address.isEmpty() || !calls.upload(address.get(), picture.png())) {
            return;
        }
        ObjectNode share = JsonNodeFactory.instance.objectNode();
        share.putArray("files")
                .addObject()
                .put("id", place.get().path("file_id").asText())
                .put("title", SlackText.escaped(picture.description(), TITLE_LENGTH));
        share.put("channel_id", channel).put("thread_ts", ts);
        calls.json("files.completeUploadExternal", share).ifPresent(SlackFiles::isOk);
    }

    private Optional<URI> address(JsonNode place) {
        if (!isOk(place)) {
            return Optional.empty();
        }
        try {
            URI address = new URI(place.path("upload_url").asText(""));
            return Optional.of(address).filter(calls::isTrusted);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isOk(JsonNode answer) {
        boolean ok = answer.path("ok").asBoolean(false);
        if (!ok) {
            LOG.warn(
                    "Slack shows no picture: {}",
                    PlainText.oneLine(answer.path("error").asText(""), 60));
        }
        return ok;
    }
}
