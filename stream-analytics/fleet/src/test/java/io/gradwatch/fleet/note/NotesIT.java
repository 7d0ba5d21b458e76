package io.gradwatch.fleet.note;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.fleet.FleetService;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Answer;
import io.gradwatch.fleet.testing.Browser.Events;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.fleet.testing.TwoFleets;
import io.gradwatch.note.NoteRules;
import io.gradwatch.note.NoteWriter;
import io.gradwatch.schema.RunNote;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Notes over HTTP, of instances that share a real broker, which begins as that of an earlier version: without notes.
 */
class NotesIT extends TwoFleets {

    private static final String HOSTILE =
            "<img src=x onerror=alert(1)>\n'; DROP TABLE notes; -- \u202etxt\u0000 \"quoted\"";

    private static JsonNode runWithoutTopic;
    private static JsonNode listWithoutTopic;
    private static int addedWithoutTopic;

    @BeforeAll
    static void start() throws Exception {
        try (Admin admin = Admin.create(KAFKA.properties())) {
            admin.createTopics(Topics.ALL.stream()
                            .filter(topic -> topic != Topics.NOTES)
                            .flatMap(topic -> Stream.of(topic.name(), topic.deadLetterName()))
                            .map(name -> new NewTopic(name, 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        startFirst();
        startSecond();
        begin("early");
        runWithoutTopic = run(first, "early");
        listWithoutTopic = ask(first).get("/api/v1/notes", READ).json();
        addedWithoutTopic = add(first, "early", "{\"text\":\"too early\"}").status();
        KAFKA.createTopics(2);
        await().atMost(PATIENCE)
                .until(() -> add(first, "early", "{\"text\":\"at last\"}").status() == 201);
    }

    @Test
    void missingTopic_stopsNothing_isSaid_andIsLookedForAgain() {
        assertThat(runWithoutTopic.at("/notes")).isEmpty();
        assertThat(listWithoutTopic.at("/problem").asText())
                .contains("notes cannot be read: Kafka has no topic", Topics.NOTES.name());
        assertThat(addedWithoutTopic).isEqualTo(503);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts(second, "early")).contains("at last"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask(second)
                                .get("/api/v1/notes?run=early", READ)
                                .json()
                                .at("/problem")
                                .isNull())
                        .isTrue());
    }

    @Test
    void note_isKnownToTheOtherInstance_changedThere_keptOverARestart_andRemoved() throws Exception {
        begin("shared/1");
        try (Events events = ask(second).events("/api/v1/stream?run=shared%2F1", null, READ)) {
            events.next("beat");
            JsonNode added = add(
                            first,
                            "shared/1",
                            "{\"text\":\" bad shard \",\"series\":\"loss\",\"step\":40,\"last_step\":60,\"by\":\"ada\",\"via\":\"page\"}")
                    .json();
            assertThat(added.at("/text").asText()).isEqualTo("bad shard");
            events.next("notes");
            String again = "{\"text\":\"bad shard\",\"series\":\"loss\",\"step\":40,\"last_step\":60,\"by\":\"ada\"}";
            await().atMost(PATIENCE).until(() -> texts(second, "shared/1").contains("bad shard"));
            assertThat(add(second, "shared/1", again).json().at("/id"))
                    .as("the answer was lost")
                    .isEqualTo(added.at("/id"));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(run(second, "shared/1").at("/notes/0")).isEqualTo(added));
            String note = path("shared/1") + "/" + added.at("/id").asText();

            JsonNode changed = ask(second)
                    .send("POST", note, "{\"text\":\"bad shard 12\",\"by\":\"grace\"}", WRITE)
                    .json();
            assertThat(changed.at("/text").asText()).isEqualTo("bad shard 12");
            assertThat(changed.at("/by").asText()).isEqualTo("ada");
            assertThat(changed.at("/changed_by").asText()).isEqualTo("grace");
            assertThat(changed.at("/step").asLong()).isEqualTo(40);
            assertThat(changed.at("/last_step").asLong()).isEqualTo(60);
            assertThat(changed.at("/at_millis")).isEqualTo(added.at("/at_millis"));

            try (NoteWriter writer = new NoteWriter(KAFKA.properties());
                    LiveNotes restarted = new LiveNotes(KAFKA.properties(), writer, Clock.systemUTC())) {
                restarted.start();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(restarted.current().ofRun("shared/1"))
                                .extracting(RunNote::getText)
                                .containsExactly("bad shard 12"));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(sql("SELECT text, step, changed_by FROM notes WHERE run = 'shared/1'"))
                                    .isEqualTo("[[\"bad shard 12\",40,\"grace\"]]"));

            assertThat(ask(first)
                            .send("DELETE", note, "", WRITE)
                            .json()
                            .at("/total")
                            .asInt())
                    .isZero();
            assertThat(ask(first).send("DELETE", note, "", WRITE).status()).isEqualTo(404);
            assertThat(ask(first).send("POST", note, "{\"text\":\"x\"}", WRITE).status())
                    .isEqualTo(404);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(texts(second, "shared/1")).isEmpty());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sql("SELECT text FROM notes WHERE run = 'shared/1'"))
                            .isEqualTo("[]"));
        }
    }

    @Test
    void noteOfAClockThatIsAhead_isNotTakenForTheSameSentAgain() throws Exception {
        begin("ahead");
        RunNote ahead = RunNote.newBuilder(note("ahead", 1))
                .setText("new data")
                .setBy("ada")
                .setAtMillis(System.currentTimeMillis() + 3_600_000)
                .build();
        try (NoteWriter writer = new NoteWriter(KAFKA.properties())) {
            writer.write(ahead);
        }
        await().atMost(PATIENCE).until(() -> texts(first, "ahead").contains("new data"));

        add(first, "ahead", "{\"text\":\"new data\",\"by\":\"ada\"}");

        assertThat(texts(first, "ahead")).containsExactly("new data", "new data");
    }

    @Test
    void hostileText_comesBackAsItWas_alsoFromTheHistory() throws Exception {
        begin("hostile");
        String json = new ObjectMapper().writeValueAsString(HOSTILE).replace("\u202e", "\\u202e");
        String body = "{\"text\":%1$s,\"by\":%1$s,\"series\":%1$s,\"step\":0}".formatted(json);
        assertThat(add(first, "hostile", body).status()).isEqualTo(201);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts(second, "hostile")).containsExactly(HOSTILE));
        assertThat(run(first, "hostile").at("/notes/0/by").asText()).isEqualTo(HOSTILE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sql("SELECT text FROM notes WHERE run = 'hostile'"))
                        .contains("DROP TABLE notes", "\u202etxt"));
    }

    @Test
    void whatBreaksARule_andWhoMayOnlyRead_isRefused() throws Exception {
        begin("wrong");
        assertThat(add(first, "wrong", "{\"text\":\" \"}").message()).contains("text must have 1 to 1000 characters");
        assertThat(add(first, "wrong", "{\"text\":\"x\",\"series\":\"loss\"}").message())
                .contains("series needs a step");
        assertThat(add(first, "wrong", "{\"text\":\"x\",\"step\":5,\"last_step\":4}")
                        .message())
                .contains("last_step was '4'");
        assertThat(add(first, "wrong", "{\"text\":\"x\",\"stp\":5}").message()).contains("'stp' is not known");
        assertThat(add(first, "wrong", "{\"text\":\"x\",\"via\":\"fax\"}").status())
                .isEqualTo(400);
        assertThat(add(first, "nobody", "{\"text\":\"x\"}").status()).isEqualTo(404);
        assertThat(ask(first)
                        .send("POST", path("wrong"), "{\"text\":\"x\"}", READ)
                        .status())
                .isEqualTo(403);
        assertThat(ask(first).send("DELETE", path("wrong") + "/x", "", READ).status())
                .isEqualTo(403);
        assertThat(texts(first, "wrong")).isEmpty();

        add(first, "wrong", "{\"text\":\"x\"}");
        assertThat(run(first, "wrong").at("/notes/0/by").asText()).isEqualTo("grace");
        assertThat(run(first, "wrong").at("/notes/0/via").asText()).isEqualTo("api");
    }

    @Test
    void runWithAsManyNotesAsMayBe_takesNoMore_andWhatIsBrokenInTheTopicIsLeftOut() throws Exception {
        begin("full");
        KAFKA.send(Topics.NOTES.name(), "full/broken", "?".getBytes(StandardCharsets.UTF_8));
        KAFKA.send(Topics.NOTES, "full/foreign", note("full", 999));
        try (NoteWriter writer = new NoteWriter(KAFKA.properties())) {
            for (int i = 0; i < NoteRules.MOST_OF_A_RUN; i++) {
                writer.write(note("full", i));
            }
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(texts(first, "full")).hasSize(NoteRules.MOST_OF_A_RUN));
        Answer refused = add(first, "full", "{\"text\":\"x\"}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.message()).contains("The run has 200 notes");
        assertThat(texts(first, "full")).doesNotContain("note 999");
    }

    private static RunNote note(String run, int number) {
        return RunNote.newBuilder()
                .setRunId(run)
                .setId("n" + number)
                .setText("note " + number)
                .setAtMillis(Instant.now().toEpochMilli())
                .build();
    }

    private static void begin(String run) {
        KAFKA.send(Topics.TELEMETRY, run, new Job(run, 0, 0).started());
        await().atMost(PATIENCE)
                .until(() -> ask(first)
                                .get("/api/v1/runs/" + Browser.encoded(run), READ)
                                .status()
                        == 200);
    }

    private static Answer add(FleetService service, String run, String body) throws Exception {
        return ask(service).send("POST", path(run), body, WRITE);
    }

    private static String path(String run) {
        return "/api/v1/runs/" + Browser.encoded(run) + "/notes";
    }

    private static JsonNode run(FleetService service, String run) throws Exception {
        return ask(service).get("/api/v1/runs/" + Browser.encoded(run), READ).json();
    }

    private static List<String> texts(FleetService service, String run) throws Exception {
        return run(service, run).at("/notes").findValuesAsText("text");
    }

    /** Rows of a question, of both instances: each has the history of its own partitions. */
    private static String sql(String query) throws Exception {
        String body = new ObjectMapper().writeValueAsString(Map.of("query", query));
        for (FleetService service : List.of(first, second)) {
            String rows = ask(service)
                    .send("POST", "/api/v1/sql", body, WRITE)
                    .json()
                    .at("/rows")
                    .toString();
            if (!rows.equals("[]")) {
                return rows;
            }
        }
        return "[]";
    }
}
