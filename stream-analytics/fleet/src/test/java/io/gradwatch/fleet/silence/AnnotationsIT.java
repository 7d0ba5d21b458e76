package io.gradwatch.fleet.silence;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Answer;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.fleet.testing.TwoFleets;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Comments, assignments, votes and acknowledgements over HTTP, known to all instances. */
class AnnotationsIT extends TwoFleets {

    @BeforeAll
    static void start() throws Exception {
        KAFKA.createTopics(2);
        startFirst();
        startSecond();
    }

    @Test
    void commentAssignmentAndVote_areKnownToAllInstances_andTakenBack() throws Exception {
        Alert slow =
                publish(new Job("words", 0, 0).fires("slow", Severity.WARNING).build());
        String path = "/api/v1/alerts/" + Browser.encoded(slow.getId());
        await().atMost(PATIENCE).until(() -> known(first, slow.getId()));

        Answer said = ask(first)
                .send("POST", path + "/comments", "{\"text\":\" new disk \",\"by\":\"ada\",\"via\":\"page\"}", WRITE);
        assertThat(said.status()).isEqualTo(200);
        assertThat(said.json().at("/annotations/0/text").asText()).isEqualTo("new disk");
        String again = "{\"text\":\"new disk\",\"by\":\"ada\",\"via\":\"page\"}";
        assertThat(ask(first).send("POST", path + "/comments", again, WRITE).status())
                .as("the answer was lost")
                .isEqualTo(200);
        ask(first).send("POST", path + "/assignment", "{\"assignee\":\"grace\"}", WRITE);
        ask(first).send("POST", path + "/usefulness", "{\"useful\":true,\"by\":\"ada\"}", WRITE);
        ask(first).send("POST", path + "/usefulness", "{\"useful\":false,\"by\":\"ada\"}", WRITE);
        ask(first).send("POST", path + "/usefulness", "{\"useful\":true,\"by\":\"bob\"}", WRITE);

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode alert = alert(second, slow.getId());
            assertThat(alert.at("/assignee").asText()).isEqualTo("grace");
            assertThat(alert.at("/comments").asInt()).isEqualTo(1);
            assertThat(alert.at("/useful").asInt()).isEqualTo(1);
            assertThat(alert.at("/useless").asInt()).isEqualTo(1);
        });
        assertThat(read().assignee(slow.getId())).contains("grace");
        String ofRun = "/api/v1/alerts?run=" + Browser.encoded(slow.getRunId()) + "&assignee=";
        assertThat(ask(second).get(ofRun + "grace", WRITE).json().at("/total").asInt())
                .isEqualTo(1);
        assertThat(ask(second).get(ofRun + "none", WRITE).json().at("/total").asInt())
                .isZero();
        String comment = said.json().at("/annotations/0/id").asText();
        assertThat(ask(first)
                        .send("DELETE", path + "/comments/" + comment, "", WRITE)
                        .json()
                        .at("/comments")
                        .asInt())
                .isZero();
        assertThat(ask(first).send("DELETE", path + "/assignment", "", WRITE).status())
                .isEqualTo(200);
        assertThat(ask(first).send("DELETE", path + "/assignment", "", WRITE).status())
                .isEqualTo(404);
    }

    @Test
    void wrongComments_andAlertsThatAreNot_areRefused() throws Exception {
        Alert slow =
                publish(new Job("wrong", 0, 0).fires("slow", Severity.WARNING).build());
        String path = "/api/v1/alerts/" + Browser.encoded(slow.getId());
        await().atMost(PATIENCE).until(() -> known(first, slow.getId()));

        assertThat(posted(path + "/comments", "{\"text\":\" \"}")).isEqualTo(400);
        assertThat(posted(path + "/comments", "{\"text\":\"" + "x".repeat(1_001) + "\"}"))
                .isEqualTo(400);
        assertThat(posted(path + "/usefulness", "{\"by\":\"ada\"}")).isEqualTo(400);
        assertThat(posted(path + "/comments", "{\"text\":\"a\",\"via\":\"pigeon\"}"))
                .isEqualTo(400);
        assertThat(posted("/api/v1/alerts/none/comments", "{\"text\":\"a\"}")).isEqualTo(404);
    }

    private static int posted(String path, String body) throws Exception {
        return ask(first).send("POST", path, body, WRITE).status();
    }

    @Test
    void acknowledgementOverHttp_isKnownToAlerting_holdsForItsSeverity_andIsTakenBack() throws Exception {
        Alert slow =
                publish(new Job("acks", 0, 0).fires("slow", Severity.WARNING).build());
        String path = "/api/v1/alerts/" + Browser.encoded(slow.getId()) + "/acknowledgement";
        await().atMost(PATIENCE).until(() -> known(first, slow.getId()));
        Answer said = ask(first).send("POST", path, "{\"by\":\"ada\",\"comment\":\"restarting\"}", WRITE);

        assertThat(said.status()).isEqualTo(200);
        assertThat(said.json().at("/status").asText()).isEqualTo("acknowledged");
        assertThat(said.json().at("/acknowledgement/comment").asText()).isEqualTo("restarting");
        assertThat(read().acknowledging(slow, Instant.now()))
                .map(Acknowledgement::getBy)
                .contains("ada");

        publish(Alert.newBuilder(slow)
                .setRevision(1)
                .setSeverity(Severity.CRITICAL)
                .build());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                alert(first, slow.getId()).at("/status").asText())
                        .isEqualTo("firing"));
        assertThat(ask(first).send("DELETE", path, "", WRITE).status()).isEqualTo(200);
        assertThat(read().acknowledgement(slow.getId())).isEmpty();
        assertThat(ask(first).send("DELETE", path, "", WRITE).message()).startsWith("Nobody acknowledged");

        publish(Alert.newBuilder(new Job("acks", 0, 0).resolves("slow"))
                .setRevision(2)
                .build());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask(first)
                                .send("POST", path, "{\"by\":\"ada\"}", WRITE)
                                .status())
                        .isEqualTo(409));
        assertThat(ask(first)
                        .send("POST", "/api/v1/alerts/none/acknowledgement", "{}", WRITE)
                        .status())
                .isEqualTo(404);
    }
}
