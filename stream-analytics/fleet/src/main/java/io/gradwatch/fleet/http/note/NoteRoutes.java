package io.gradwatch.fleet.http.note;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.http.access.Caller;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.Bodies;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.http.route.Route;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunDetail.Note;
import io.gradwatch.fleet.note.NoteService;
import io.gradwatch.fleet.note.NoteService.NewNote;
import io.gradwatch.note.NoteRules;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Notes of people on runs, live and past, and on places of their curves. To change them needs the right to write.
 *
 * @param service of the notes
 * @param fleet that knows the runs
 */
public record NoteRoutes(NoteService service, LiveFleet fleet) implements ApiRoutes {

    private static final Parameter<List<String>> RUNS =
            Parameter.texts("run", 100, "Id of a run, given once for each; without it notes of all runs.");
    private static final Parameter<Long> LIMIT =
            Parameter.wholeNumber("limit", 1, NoteRules.MOST_NOTES, 1_000L, "Most notes of the answer.");
    private static final Parameter<String> RUN = Parameter.path("run", "Id of the run.");
    private static final Parameter<String> NOTE = Parameter.path("note", "Id of the note.");
    private static final String EXPECTED =
            "{\"text\": \"new data from here on\", \"step\": 1200, \"series\": \"loss\", \"by\": \"ada\"}";

    @Override
    public List<Route> routes() {
        String ofRun = API + "/runs/{run}/notes";
        return Stream.of(
                        Route.get(API + "/notes", "Notes of people on runs, the latest first", this::list)
                                .with(RUNS, LIMIT)
                                .answers(Notes.class),
                        Route.post(
                                        ofRun,
                                        "Adds a note to a run, to a step of it or to a place of one of its curves;"
                                                + " needs the right to write",
                                        this::add)
                                .with(RUN)
                                .body(NoteRequest.class, "The note; a series needs a step")
                                .answers(201, "The note", Note.class)
                                .mayBeMissing()
                                .fails(429, "The run, or all runs together, have as many notes as may be"),
                        Route.post(
                                        ofRun + "/{note}",
                                        "Changes the words of a note, whose place stays; needs the right to write",
                                        this::change)
                                .with(RUN, NOTE)
                                .body(NoteChange.class, "The words")
                                .answers(200, "The note as it is now", Note.class)
                                .mayBeMissing(),
                        Route.delete(ofRun + "/{note}", "Removes a note; needs the right to write", this::remove)
                                .with(RUN, NOTE)
                                .answers(200, "The notes of the run that are left", Notes.class)
                                .mayBeMissing())
                .map(Route::mayBeUnavailable)
                .toList();
    }

    private void list(Context context) {
        answer(context, service.ofRuns(Set.copyOf(RUNS.of(context))), LIMIT.of(context));
    }

    private void add(Context context) {
        NoteRequest said = Bodies.read(context, NoteRequest.class, EXPECTED);
        String run = RUN.of(context);
        RunDetail known = fleet.run(run)
                .orElseThrow(() -> ApiException.notFound("No run '" + run + "' is live or in the history"));
        NewNote wanted = new NewNote(
                stripped(said.series()),
                said.step(),
                said.lastStep(),
                stripped(said.text()),
                Caller.name(said.by(), context),
                Caller.place(said.via()));
        Note added = orRefused(() -> service.add(known.row().run(), wanted));
        context.status(201);
        Json.answer(context, added);
    }

    private void change(Context context) {
        NoteChange said = Bodies.read(context, NoteChange.class, "{\"text\": \"new data from here on\"}");
        String by = Caller.name(said.by(), context);
        Json.answer(
                context,
                orRefused(() -> service.change(RUN.of(context), NOTE.of(context), stripped(said.text()), by))
                        .orElseThrow(() -> missing(context)));
    }

    private void remove(Context context) {
        String run = RUN.of(context);
        if (!service.remove(run, NOTE.of(context), Caller.name(null, context))) {
            throw missing(context);
        }
        answer(context, service.ofRun(run), NoteRules.MOST_OF_A_RUN);
    }

    private void answer(Context context, List<Note> notes, long most) {
        Json.answer(
                context,
                new Notes(
                        notes.stream().limit(most).toList(),
                        notes.size(),
                        service.check().orElse(null)));
    }

    private static ApiException missing(Context context) {
        return ApiException.notFound("The run has no note '" + NOTE.of(context) + "'");
    }

    private static String stripped(String said) {
        return said == null ? "" : said.strip();
    }

    private static <T> T orRefused(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(e);
        } catch (NoteService.TooManyNotesException e) {
            throw ApiException.tooMany(e.getMessage());
        }
    }

    @Described(name = "NoteList")
    private record Notes(
            @Described("The notes.") List<Note> notes,
            @Described("Notes in all.") long total,

            @Described(value = "Reason for which some may be missing; null where all is well.", nullable = true)
            String problem) {}

    /** The body of a new note; what is missing is null. */
    private record NoteRequest(
            @Described(value = "The words.", least = 1, most = NoteRules.TEXT_LENGTH)
            String text,

            @Described(
                    value = "Series whose curve it is about; all of them where it is missing.",
                    optional = true,
                    most = NoteRules.ID_LENGTH)
            String series,

            @Described(value = "Step that it is about; the whole run where it is missing.", optional = true)
            Long step,

            @Described(value = "Last step of a range that begins at the step.", optional = true)
            Long lastStep,

            @Described(
                    value = "Author; the holder of the token where it is missing.",
                    optional = true,
                    most = NoteRules.NAME_LENGTH)
            String by,

            @Described(
                    value = "From where; api where it is missing.",
                    optional = true,
                    words = {"page", "slack", "mail", "command", "api"})
            String via) {}

    /** The body of a change. */
    private record NoteChange(
            @Described(value = "The words.", least = 1, most = NoteRules.TEXT_LENGTH)
            String text,

            @Described(
                    value = "Author of the change; the holder of the token where it is missing.",
                    optional = true,
                    most = NoteRules.NAME_LENGTH)
            String by) {}
}
